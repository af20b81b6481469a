import { type ContractPart, type DeclaredId, declaredId } from '../contract/part';

/** The id of what gives VS Code the MCP server. */
export const MCP_PROVIDER = declaredId('mcpProvider', 'session-workbench');

/** The tools of agents that language models have in the editor. */
const NAMES = [
  'checkSessions',
  'explainFinding',
  'listSessionFiles',
  'startServer',
  'stopServer',
  'listSessions',
  'moveClock',
  'readOutbox',
  'readJournal',
  'explainRefusal',
  'checkScenario',
  'runScenario',
] as const;

export type ModelToolName = (typeof NAMES)[number];

/** What each is called in the editor, where all extensions have their tools together. */
export const MODEL_TOOLS = Object.fromEntries(
  NAMES.map((name) => [name, declaredId('modelTool', `sessionWorkbench_${name}`)]),
) as Readonly<Record<ModelToolName, DeclaredId<'modelTool'>>>;

export const AGENTS_CONTRACT: ContractPart = { mcpProviders: [MCP_PROVIDER], modelTools: MODEL_TOOLS };
