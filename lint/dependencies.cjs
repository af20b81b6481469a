// Rules for dependency-cruiser: which folder of src/ may use which other one (CONTRIBUTING.md#rooms). The compiler checks
// only imports between projects. These rules check imports inside a project too. Imports of types count.

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycle-of-folders',
      comment: 'Two folders must not use each other. Move the code that both need into a folder that both may use.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'kernel-knows-no-system',
      comment: 'The kernel must not use a system. Only src/server/systems.ts lists the systems.',
      severity: 'error',
      from: { path: '^src/server/kernel/' },
      to: { path: '^src/(server/(?!kernel/)|core/systems)' },
    },
    {
      name: 'systems-are-apart',
      comment: 'A system may use the kernel, but no other system.',
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
        'Code outside the server starts it and controls it through its client. It may also use options and host names.',
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
