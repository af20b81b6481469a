import path from 'node:path';
import process from 'node:process';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { ConversationServers } from '../../agent/conversationServers';
import { withoutFullStop } from '../../core/base/fullStop';
import { phraseText } from '../../core/compliance/phrase';
import { CheckPool } from '../../disk/checkPool';
import { complain } from '../complain';
import { ExitCode } from '../exitCode';
import { onEndingSignal } from '../onEndingSignal';
import { PRODUCT, productVersion } from '../product';
import type { Terminal } from '../terminal';
import { AnsweredRequests } from './answeredRequests';
import { clientMistake, isTooLong } from './clientMistake';
import { namedRoots } from './clientRoots';
import { McpConversation } from './mcpConversation';
import { serverOfExec } from './serverOfExec';

/** Options of `mcp`. */
export interface McpCall {
  /** As given. */
  readonly root: readonly string[];
  readonly readOnly: boolean;
}

/**
 * What `mcp` does, until stdin ends or a signal comes. stdout has the protocol alone.
 * @throws CallError as `namedRoots`
 */
export async function mcpAction(terminal: Terminal, { root, readOnly }: McpCall): Promise<ExitCode> {
  const { cwd, env } = terminal;
  const named = namedRoots(cwd, root);
  const pool = new CheckPool();
  pool.onWarning((words) => complain(terminal, phraseText(words)));
  const launch = {
    program: path.join(__dirname, 'server.js'),
    runtime: process.execPath,
    env,
    onLog: (words: string) => complain(terminal, words),
  };
  const otherServers = `start ${PRODUCT} mcp with ${PRODUCT} exec, which tells it of one`;
  const wayOut = readOnly ? 'or unset both' : 'or call stopServer to go on without them';
  const servers = new ConversationServers(launch, () => serverOfExec(env, wayOut), `${PRODUCT} mcp`);
  const conversation = new McpConversation({
    name: PRODUCT,
    version: productVersion(),
    cwd,
    named,
    workplace: {
      moreRoots: `start ${PRODUCT} mcp with --root and the folder`,
      isLookingOnly: readOnly,
      otherServers,
      servesFor: 'this conversation',
      pool,
      servers,
      launch,
      installation: path.dirname(__dirname),
    },
  });
  let isLost = false;
  conversation.server.onerror = (error) => {
    complain(terminal, `what the client sent cannot be used: ${clientMistake(error)}`);
    isLost ||= isTooLong(error);
  };
  const messages = new AnsweredRequests((refused) => {
    // A client cannot tell to what such an answer belongs, so that whoever looks for it finds it here, too.
    if (refused.id === null) complain(terminal, withoutFullStop(refused.error.message));
    // The SDK's type has no null, which JSON-RPC asks for.
    void transport.send(refused as JSONRPCMessage);
  });
  const transport = new StdioServerTransport(messages);
  const ended = new Promise<void>((resolve) => {
    conversation.server.onclose = resolve;
    messages.once('end', () => void conversation.end().then(resolve));
    onEndingSignal(() => void conversation.cancel().then(resolve));
    // A client that reads no answers is gone.
    void terminal.outLost.then(async (how) => {
      if (how === 'closed')
        complain(terminal, 'stdout was closed, so nobody reads the answers; start it again from the client');
      isLost = true;
      await conversation.cancel();
      resolve();
    });
  });
  try {
    await conversation.server.connect(transport);
    process.stdin.on('error', (error) => messages.destroy(error)).pipe(messages);
    await ended;
    return isLost ? ExitCode.cannot : ExitCode.fine;
  } finally {
    await servers.dispose();
    await pool.dispose();
    // Nothing is read any more, and an open pipe would keep the process.
    process.stdin.destroy();
  }
}
