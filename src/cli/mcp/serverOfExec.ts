import { ToolRefusal } from '../../agent/agentTool';
import type { AgentServer } from '../../agent/agentWorkplace';
import { parsedUrl } from '../../core/base/parsedUrl';
import type { ServerAddress } from '../../core/protocol/address';
import { patientControlClient } from '../../server/client/patientControlClient';
import { CallError } from '../callError';
import { BOTH_VARIABLES, toldServer } from '../refresh/toldServer';

/**
 * The server that `exec` tells of in the environment; undefined if there is none.
 * @throws ToolRefusal if a variable is set to what it cannot be
 */
export function serverOfExec(
  env: Readonly<Record<string, string | undefined>>,
  /** How whoever reads the refusal goes on, as the end of a sentence. */
  wayOut: string,
): AgentServer | undefined {
  const told = unlessWrong(() => toldServer(env, BOTH_VARIABLES), wayOut);
  if (!told) return undefined;
  const { controlUrl, controlToken, shown } = told;
  const address: ServerAddress = {
    url: webAddress(env.SESSION_WORKBENCH_URL) ?? shown,
    controlUrl,
    controlToken,
    externalPlatformUrl: webAddress(env.SESSION_WORKBENCH_PLATFORM_URL) ?? '',
    pid: 0,
  };
  return { address, client: patientControlClient(address), isOwn: false, by: 'session-workbench exec' };
}

function unlessWrong<T>(read: () => T, wayOut: string): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof CallError) throw new ToolRefusal(`${error.message}; ${wayOut}.`);
    throw error;
  }
}

/** What else stands there may be a secret in the wrong place. */
function webAddress(text: string | undefined): string | undefined {
  const url = text === undefined ? undefined : parsedUrl(() => new URL(text));
  return url && /^https?:$/.test(url.protocol) ? url.origin : undefined;
}
