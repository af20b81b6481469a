/** The id of what gives VS Code the MCP server, as the manifest has it. */
export const MCP_PROVIDER_ID = 'session-workbench';
