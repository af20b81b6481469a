import type { AgentTool } from './agentTool';
import { journalTools } from './tools/journalTools';
import { scenarioTools } from './tools/scenarioTools';
import { serverTools } from './tools/serverTools';
import { sessionFileTools } from './tools/sessionFileTools';

/** All tools, for one conversation: some keep lists for further pages. */
export function agentTools(): readonly AgentTool[] {
  return [...sessionFileTools(), ...serverTools(), ...journalTools(), ...scenarioTools()];
}
