/** What model calls, tools and time cost, by a table of prices. */
package io.outcrop.facets.money;
