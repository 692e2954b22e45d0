package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Span;
import java.util.List;
import java.util.Locale;

/**
 * What kind of error it was, in one closed list for every framework.
 *
 * <p>Read from the error's type, then its message, then the result's text, each by words that the
 * protocols and languages share. The first class that matches wins, in the order of the rules: the
 * specific ones first.
 */
public enum ErrorClass {
  TIMEOUT,
  RATE_LIMIT,
  AUTH,
  NOT_FOUND,
  VALIDATION,
  PERMISSION,
  CONFLICT,
  NETWORK,
  SERVER,
  PARSE,
  CONTEXT_LENGTH,
  CONTENT_FILTER,
  POLICY,
  STEP_LIMIT,
  CANCELLED,
  /** Nothing failed: what was looked for was not found. */
  EMPTY_RESULT,
  /** Nothing failed: a model's output ended at its limit. */
  CUT_OFF,
  UNKNOWN;

  private static final int MAX_CHARS = 1_000;

  /** One class and the fragments that tell it; a fragment of digits is matched as a whole word. */
  private record Rule(ErrorClass errorClass, List<String> fragments) {
    boolean matches(String text) {
      return fragments.stream().anyMatch(fragment -> contains(text, fragment));
    }
  }

  private static final List<Rule> RULES =
      List.of(
          rule(
              CONTEXT_LENGTH,
              "context length,context_length,context window,maximum context,prompt is too long,too"
                  + " many tokens,token limit,contextwindow,max_tokens_exceeded,input is too long"),
          rule(
              CONTENT_FILTER,
              "content filter,content_filter,contentfilter,content policy,content_policy,"
                  + "safety system,responsible ai,response blocked,blocked by safety,guardrail"),
          rule(
              STEP_LIMIT,
              "max steps,max_steps,maximum steps,step limit,step_limit,max iterations,"
                  + "max_iterations,maximum iterations,maximum number of steps,iteration limit,"
                  + "recursion limit,recursion_limit,graphrecursion,max turns,max_turns,maxturns,"
                  + "maximum number of turns,too many errors,too_many_errors,max_errors,"
                  + "maximum number of iterations,maxiterations,turn limit,too many steps"),
          rule(
              TIMEOUT,
              "timeout,timed out,time out,timed_out,deadline exceeded,deadline_exceeded,"
                  + "deadlineexceeded,etimedout,time limit exceeded,took too long,408,504,524"),
          rule(
              RATE_LIMIT,
              "rate limit,rate_limit,ratelimit,too many requests,throttl,quota,429,"
                  + "resource_exhausted,resourceexhausted,overloaded,529"),
          rule(
              CANCELLED,
              "cancelled error,cancellederror,canceled by,cancelled by,aborted,"
                  + "keyboardinterrupt,interrupted,task was cancelled,context canceled,aborterror,"
                  + "cancelled_error,operation was canceled,operation was cancelled"),
          rule(
              AUTH,
              "unauthorized,unauthorised,unauthenticated,authentication,invalid api key,"
                  + "invalid_api_key,api key,token expired,expired token,login required,"
                  + "not logged in,401,invalid credentials"),
          rule(
              PERMISSION,
              "permission,forbidden,access denied,accessdenied,not allowed to,insufficient "
                  + "privileges,eacces,eperm,operation not permitted,403"),
          rule(
              POLICY,
              "policy violation,policy_violation,violates policy,against policy,not permitted by,"
                  + "policy does not allow,compliance"),
          rule(
              NOT_FOUND,
              "not found,notfound,not_found,no such,does not exist,doesn't exist,unknown tool,"
                  + "unknown command,enoent,404,cannot find,could not find,couldn't find,keyerror,"
                  + "no module named,is not recognized,unknown column"),
          rule(
              CONFLICT,
              "conflict,already exists,alreadyexists,duplicate key,already_exists,409,version "
                  + "mismatch,deadlock,locked by"),
          rule(
              PARSE,
              "parse error,parsing,parseerror,jsondecode,json decode,syntax error,syntaxerror,"
                  + "unexpected token,malformed,outputparser,invalid json,unexpected end,"
                  + "unexpected eof,could not parse,unterminated,decodeerror"),
          rule(
              NETWORK,
              "connection,econnrefused,econnreset,enotfound,network,dns,unreachable,socket,"
                  + "name resolution,ssl,tls handshake,broken pipe,getaddrinfo"),
          rule(
              VALIDATION,
              "validation,invalid,bad request,badrequest,valueerror,typeerror,missing required,"
                  + "required field,missing argument,unexpected keyword,schema,out of range,"
                  + "must be,illegalargument,unprocessable,400,422,assertionerror,attributeerror,"
                  + "indexerror,nameerror,zerodivision,usage:"),
          rule(
              SERVER,
              "internal server error,server error,service unavailable,unavailable,bad gateway,"
                  + "internal_error,internalerror,500,502,503,servererror,internal error"));

  private static Rule rule(ErrorClass errorClass, String fragments) {
    return new Rule(errorClass, List.of(fragments.split(",", -1)));
  }

  /** The class of an error by what is known of it; each part may be null. */
  public static ErrorClass of(String type, String message, String result) {
    for (String part : new String[] {type, message, result}) {
      ErrorClass found = part == null ? UNKNOWN : ofText(part);
      if (found != UNKNOWN) {
        return found;
      }
    }
    return UNKNOWN;
  }

  /** The class of a failing span's error. */
  public static ErrorClass of(Span span) {
    String result = span.toolResult() == null ? span.outputText() : span.toolResult();
    ErrorClass stated = of(span.errorType(), span.errorMessage(), null);
    return stated == UNKNOWN && span.errorMessage() == null ? of(null, null, result) : stated;
  }

  private static ErrorClass ofText(String text) {
    return TextView.of(text).errorClass();
  }

  static ErrorClass read(String text) {
    String head = text.substring(0, Math.min(text.length(), MAX_CHARS)).toLowerCase(Locale.ROOT);
    for (Rule rule : RULES) {
      if (rule.matches(head)) {
        return rule.errorClass();
      }
    }
    return UNKNOWN;
  }

  private static boolean contains(String text, String fragment) {
    if (!Character.isDigit(fragment.charAt(0))) {
      return text.contains(fragment);
    }
    for (int at = text.indexOf(fragment); at >= 0; at = text.indexOf(fragment, at + 1)) {
      int end = at + fragment.length();
      boolean alone =
          (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))
              && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)));
      if (alone) {
        return true;
      }
    }
    return false;
  }

  /** The class as it is written in a facet. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
