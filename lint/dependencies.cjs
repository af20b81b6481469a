// Which folder of src/ may use which (CONTRIBUTING.md#rooms), for dependency-cruiser: what the compiler does not see, as
// both ends are in one project. Imports of types count too.

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycle-of-folders',
      comment: 'Folders that use each other are one folder. Move what both need to where both may look.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'kernel-knows-no-system',
      comment: 'A system is told to the server by src/server/systems.ts alone.',
      severity: 'error',
      from: { path: '^src/server/kernel/' },
      to: { path: '^src/(server/(?!kernel/)|core/systems)' },
    },
    {
      name: 'systems-are-apart',
      comment: 'A system knows no other system, in no room, and none of the lists of systems.',
      severity: 'error',
      from: { path: '^src/(core|server|vscode)/systems/([^/]+)/' },
      to: { path: '^src/(core|server|vscode)/systems(/(?!$2/)|[.]ts$)' },
    },
    {
      name: 'systems-know-the-kernel',
      comment: 'Of the server a system knows the kernel alone.',
      severity: 'error',
      from: { path: '^src/server/systems/([^/]+)/' },
      to: { path: '^src/server/(?!kernel/|systems/$1/)' },
    },
    {
      name: 'systems-are-listed',
      comment:
        'Who is not of a system knows systems from the list of its room. Add no exception: give the system a part in the list.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          '^src/(core|server|vscode)/systems(/|[.]ts$)',
          // They are about the sessions of mobile apps, whatever server holds these.
          '^src/core/push/',
          '^src/vscode/memory/',
          // The page draws what these two systems hold; their words and looks are its own.
          '^src/webview/held[.]tsx$',
          // The client of the control API has a method for each call.
          '^src/server/client/(httpControlClient|controlClient)[.]ts$',
        ],
      },
      to: { path: '^src/(core|server|vscode)/systems/', pathNot: '^src/server/systems/[^/]+/[^/]+Options[.]ts$' },
    },
    {
      name: 'client-knows-no-system',
      comment: 'Who starts a server must not bundle it.',
      severity: 'error',
      from: { path: '^src/server/client/' },
      to: { path: '^src/server/(systems|[^/]+[.]ts$)' },
    },
    {
      name: 'server-through-its-client',
      comment:
        'Others start a server and drive it through its control API. Its options and the names of hosts are known to all.',
      severity: 'error',
      from: { path: '^src/(?!server/)' },
      to: {
        path: '^src/server/',
        pathNot:
          '^src/server/(client/|kernel/(options/|start/startErrors[.]ts$|guard/hostNames[.]ts$)|systems/[^/]+/[^/]+Options[.]ts$)',
      },
    },
    {
      name: 'sessions-reach-no-server',
      comment: 'Neither knows the other, also not by way of a third. What joins them is in extension.ts.',
      severity: 'error',
      from: { path: '^src/vscode/sessions/' },
      to: { path: '^src/vscode/server/', reachable: true },
    },
    {
      name: 'server-reaches-no-sessions',
      severity: 'error',
      from: { path: '^src/vscode/server/' },
      to: { path: '^src/vscode/sessions/', reachable: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|out|node_modules)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
