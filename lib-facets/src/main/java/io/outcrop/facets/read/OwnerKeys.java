package io.outcrop.facets.read;

import java.util.List;

/**
 * Where to look for who ran a trace and what it belongs to: attribute names in order of precedence,
 * one list a column.
 *
 * <p>A span's own attributes come before its resource's, and both before the same names inside a
 * {@code metadata} attribute. There is no standard key for a tenant; names of projects and
 * applications are none unless they are added here.
 *
 * @param agentVersion kept as the attribute {@code agent.version}
 * @param prompt of the prompt and its version; empty for those that conventions have
 * @param model of the model that answered; empty for those that conventions have
 */
public record OwnerKeys(
    List<String> tenant,
    List<String> user,
    List<String> session,
    List<String> service,
    List<String> environment,
    List<String> agent,
    List<String> agentVersion,
    List<String> prompt,
    List<String> model) {

  public OwnerKeys {
    tenant = List.copyOf(tenant);
    user = List.copyOf(user);
    session = List.copyOf(session);
    service = List.copyOf(service);
    environment = List.copyOf(environment);
    agent = List.copyOf(agent);
    agentVersion = List.copyOf(agentVersion);
    prompt = List.copyOf(prompt);
    model = List.copyOf(model);
  }

  /** The names that are in use, most specific first. */
  public static OwnerKeys defaults() {
    return new OwnerKeys(
        List.of(
            "tenant.id",
            "tenant_id",
            "tenantId",
            "tenant",
            "tenant.name",
            "tenant_name",
            "organization.id",
            "org.id",
            "org_id",
            "orgId",
            "organization_id",
            "organizationId",
            "customer.id",
            "customer_id",
            "customerId",
            "account.id",
            "account_id",
            "accountId",
            "workspace.id",
            "workspace_id",
            "workspaceId",
            "company.id",
            "company_id"),
        List.of(
            "langfuse.user.id",
            "user.id",
            "enduser.id",
            "enduser.pseudo.id",
            "user.hash",
            "user_id",
            "userId",
            "gen_ai.user",
            "llm.user",
            "mlflow.trace.user"),
        List.of(
            "gen_ai.conversation.id",
            "session.id",
            "langfuse.session.id",
            "gen_ai.thread.id",
            "thread.id",
            "thread_id",
            "threadId",
            "session_id",
            "sessionId",
            "conversation_id",
            "conversationId",
            "chat_id",
            "gcp.vertex.agent.session_id",
            "mlflow.trace.session",
            "mcp.session.id"),
        List.of("service.name", "service_name"),
        List.of(
            "langfuse.environment",
            "deployment.environment.name",
            "deployment.environment",
            "environment",
            "env"),
        List.of(
            "gen_ai.agent.name",
            "agent.name",
            "agent_name",
            "graph.node.name",
            "gen_ai.agent.id",
            "gen_ai.workflow.name",
            "traceloop.workflow.name"),
        List.of(
            "gen_ai.agent.version",
            "agent.version",
            "agent_version",
            "langfuse.version",
            "langfuse.release",
            "service.version"),
        List.of(),
        List.of());
  }
}
