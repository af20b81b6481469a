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
      comment: 'A system knows the kernel, and no other system.',
      severity: 'error',
      from: { path: '^src/server/systems/([^/]+)/' },
      to: { path: '^src/(server/(?!kernel/|systems/$1/)|core/systems/(?!$1/))' },
    },
    {
      name: 'pure-systems-are-apart',
      severity: 'error',
      from: { path: '^src/core/systems/([^/]+)/' },
      to: { path: '^src/core/systems/(?!$1/)' },
    },
    {
      name: 'shown-systems-are-apart',
      severity: 'error',
      from: { path: '^src/vscode/systems/([^/]+)/' },
      to: { path: '^src/vscode/systems/(?!$1/)' },
    },
    {
      name: 'server-through-its-client',
      comment:
        'Others start a server and drive it through its control API. Its options and the names of hosts are known to all.',
      severity: 'error',
      from: { path: '^src/(?!server/)' },
      to: {
        path: '^src/server/',
        pathNot: '^src/server/(client/|kernel/options/|kernel/guard/hostNames[.]ts$|systems/[^/]+/[^/]+Options[.]ts$)',
      },
    },
    {
      name: 'sessions-and-server-are-apart',
      severity: 'error',
      from: { path: '^src/vscode/(sessions|server)/' },
      to: { path: '^src/vscode/(sessions|server)/', pathNot: '^src/vscode/$1/' },
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
