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
      comment:
        'The kernel must not use a system, not even through another folder. Only src/server/systems.ts lists the systems.',
      severity: 'error',
      from: { path: '^src/server/kernel/' },
      to: { path: '^src/(server/(?!kernel/)|(core|vscode)/systems)', reachable: true },
    },
    {
      name: 'systems-are-apart',
      comment: 'A system uses no other system, in any room, and no list of systems, not even through another folder.',
      severity: 'error',
      from: { path: '^src/(core|server|vscode)/systems/([^/]+)/' },
      to: { path: '^src/(core|server|vscode)/systems(/(?!$2/)|[.]ts$)', reachable: true },
    },
    {
      name: 'systems-know-the-kernel',
      comment: 'A system may use the kernel, and nothing else of the server.',
      severity: 'error',
      from: { path: '^src/server/systems/([^/]+)/' },
      to: { path: '^src/server/(?!kernel/|systems/$1/)' },
    },
    {
      name: 'systems-are-listed',
      comment:
        'Code outside a system gets systems from the list of its room. Add no exception: register a part in the list instead.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          '^src/(core|server|vscode)/systems(/|[.]ts$)',
          // The second list of core: the words of the journal, for who needs nothing else of the systems.
          '^src/core/systemWords[.]ts$',
          // The third one: the calls of the control API, for programs that drive a server.
          '^src/core/systemCalls[.]ts$',
          // They are about the sessions of mobile apps on any server. Whole files, so that no other one passes a system on.
          '^src/core/push/(serverMemory|pushOutcome)[.]ts$',
          '^src/vscode/memory/memoryAgreement[.]ts$',
        ],
      },
      to: { path: '^src/(core|server|vscode)/systems/', pathNot: '^src/server/systems/[^/]+/[^/]+Options[.]ts$' },
    },
    {
      name: 'client-knows-no-system',
      comment: 'A program that starts a server must not bundle it, not even through another folder.',
      severity: 'error',
      from: { path: '^src/server/client/' },
      to: { path: '^src/server/(systems|[^/]+[.]ts$)', reachable: true },
    },
    {
      name: 'server-through-its-client',
      comment:
        'Code outside the server starts it and controls it through its client. It may also use options and host names.',
      severity: 'error',
      from: { path: '^src/(?!server/)' },
      to: {
        path: '^src/server/',
        pathNot:
          '^src/server/(client/|kernel/(options/|start/startErrors[.]ts$|guard/(hostNames|allowedHosts)[.]ts$)|systems/[^/]+/[^/]+Options[.]ts$)',
      },
    },
    {
      name: 'reasons-declare-reason-codes',
      comment: 'Only the files …Reasons.ts declare reason codes, so that each one is in the list of its system.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/core/server/reasons[.]ts$|[^/]Reasons[.]ts$' },
      to: { path: '^src/core/server/(reasonKinds|declareReasons)[.]ts$' },
    },
    {
      name: 'paths-lead-to-source',
      comment:
        'These checks see only an import that leads to a file of src or to a package, not to what is built of it.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        path: '^(?!src/)',
        pathNot: ['^schemas/', '^package[.]json$', '(^|/)node_modules/'],
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'imports-are-found',
      comment: 'These checks see only where an import leads that they find.',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
    {
      name: 'sessions-reach-no-server',
      comment: 'They must not use each other, not even through a third folder. extension.ts connects them.',
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
    doNotFollow: { path: '^(dist|out)/|(^|/)node_modules/' },
    exclude: { path: '(^|/)node_modules/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
