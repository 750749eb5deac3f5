/**
 * The wire contract from outside: real sockets against a real server, grouped by what they show. Nothing here calls into
 * the server but to start it, to add accounts and to look whether anything is left behind.
 */
package dev.herald.server.contract;
