// Builds the bundles in dist/, with one function for each. `--production` minifies, `--watch` rebuilds, and
// `--output=DIR` writes the bundles elsewhere.
const fs = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');
const { thirdPartyNotices } = require('./notices');
const { assemble } = require('./schemas/assemble');
const { COMPILED_LISTS, COMPILED_SCHEMAS, SHARED_SCHEMAS, ...compile } = require('./schemas/compile');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const output = process.argv.find((each) => each.startsWith('--output='))?.slice('--output='.length);
/** Where the bundles are written. */
const dist = output === undefined ? path.join(__dirname, 'dist') : path.resolve(output);

/** What is made of schemas ahead of time: for the plugin its namespace, its modules with their schemas, and their source. */
const COMPILED = [
  ['compiled-schema', COMPILED_SCHEMAS, compile.compiledSchema],
  ['compiled-lists', COMPILED_LISTS, compile.compiledLists],
];

const compiledSchemaPlugin = {
  name: 'compiled-schema',
  setup(build) {
    for (const [namespace, files, source] of COMPILED) {
      for (const [module, file] of Object.entries(files)) {
        const filter = new RegExp(`/${path.basename(module)}$`);
        // A relative path: the names of parts follow from it, and must not differ with the folder that this is built in.
        build.onResolve({ filter }, () => ({ path: path.relative(__dirname, file), namespace }));
      }
      build.onLoad({ filter: /.*/, namespace }, (args) => {
        const file = path.join(__dirname, args.path);
        return { contents: source(file), resolveDir: __dirname, watchFiles: [file, ...SHARED_SCHEMAS] };
      });
    }
  },
};

/**
 * Removes from Preact the code that parses text as HTML or styles. The page does not need it, and without it no text of
 * a file or a server can become markup. The build fails when Preact has moved that code.
 */
const withoutMarkupPlugin = {
  name: 'without-markup',
  setup(build) {
    const TEXT_ALONE = [
      [/\.innerHTML\b/g, '.textContent'],
      [/\b\w+\.style\.cssText=/g, ''],
    ];
    build.onLoad({ filter: /[\\/]preact[\\/]dist[\\/]preact\.mjs$/ }, (args) => {
      let contents = fs.readFileSync(args.path, 'utf8');
      for (const [from, to] of TEXT_ALONE) {
        if (contents.search(from) < 0) return { errors: [{ text: `Preact has no ${from} any more.` }] };
        contents = contents.replace(from, to);
      }
      return { contents };
    });
  },
};

/**
 * Splits a program into files that Node loads when they are needed: what is behind an `import()` is in a file of its own,
 * beside the entry, and what several of them need is there once. esbuild splits ES modules only. So it makes these, and
 * each of them becomes a CommonJS module, which every editor loads and Node starts faster.
 */
const splitPlugin = (outfile, banner) => ({
  name: 'split',
  setup(build) {
    const program = path.basename(outfile, '.js');
    const options = build.initialOptions;
    delete options.outfile;
    Object.assign(options, { format: 'esm', splitting: true, write: false, outdir: dist, entryNames: program });
    Object.assign(options, { chunkNames: `${program}-[hash]`, sourcemap: production ? false : 'inline' });
    build.onEnd(async ({ outputFiles, errors, metafile }) => {
      if (errors.length > 0) return;
      const texts = new Map(outputFiles.map(({ path: file, text }) => [path.basename(file), loadedByRequire(text)]));
      const main = path.basename(outfile);
      const holders = holdersIn(texts, main);
      const written = new Set();
      fs.mkdirSync(dist, { recursive: true });
      for (const [name, text] of texts) {
        if (holders.has(name)) continue;
        const { code, map } = await esbuild.transform(text, {
          format: 'cjs',
          platform: 'node',
          target: 'node20',
          minify: production,
          sourcemap: production ? false : 'external',
          sourcefile: path.join(dist, name),
        });
        write(name, production ? placed(code, name) : `${placed(code, name)}//# sourceMappingURL=${name}.map\n`);
        if (!production) write(`${name}.map`, map);
      }
      // The entry last, so that a program that starts meanwhile finds the parts that it names.
      for (const holder of [...new Set(holders.values())].reverse()) {
        const held = [...holders.keys()].filter((name) => holders.get(name) === holder);
        const file = path.join(dist, holder);
        const made = await joined(texts, held, file, holder === main ? banner : undefined, options.external);
        for (const each of made) write(path.basename(each.path), placed(each.text, holder));
      }
      for (const [file, { inputs }] of Object.entries(metafile.outputs)) {
        const name = path.basename(file);
        noteInputs(holders.get(name) ?? name, inputs);
      }
      // The names of parts follow their content.
      for (const name of fs.readdirSync(dist)) {
        if (name.startsWith(`${program}-`) && !written.has(name)) fs.rmSync(path.join(dist, name));
      }

      /** Takes what another file holds from there. */
      function placed(code, file) {
        return code.replace(/\brequire\("\.\/([\w-]+\.js)"\)/g, (required, from) => {
          const holder = holders.get(from);
          if (holder === undefined || holder === from || holder === file) return required;
          return `require("./${holder}").${partName(from)}`;
        });
      }

      function write(name, content) {
        written.add(name);
        fs.writeFileSync(path.join(dist, name), content);
      }
    });
  },
});

/** The sources in each file that is written. */
const sourcesIn = {};

function noteInputs(name, inputs) {
  if (name.endsWith('.js')) sourcesIn[name] = [...(sourcesIn[name] ?? []), ...Object.keys(inputs)];
}

/** The files that the entry imports, and those that these import, with the entry itself. */
function neededAtStart(texts, entry) {
  const found = new Set([entry]);
  for (const name of found) {
    for (const [, imported] of texts.get(name).matchAll(/(?:\bfrom|\bimport)\s*"\.\/([\w-]+\.js)"/g))
      found.add(imported);
  }
  return found;
}

/**
 * The files that are joined to another, each with the one that holds it: what the entry needs at its start, and what the
 * program needs that an entry does nothing but begin.
 */
function holdersIn(texts, entry) {
  const atStart = neededAtStart(texts, entry);
  const holders = new Map([...atStart].map((name) => [name, entry]));
  const begun = [...texts.get(entry).matchAll(/\brequire\("\.\/([\w-]+\.js)"\)/g)].map(([, name]) => name);
  if (begun.length !== 1) return holders;
  for (const name of neededAtStart(texts, begun[0])) if (!atStart.has(name)) holders.set(name, begun[0]);
  return holders;
}

/** The name under which a file exports what it holds of another. */
const partName = (file) => `part_${path.basename(file, '.js').split('-').at(-1)}`;

/**
 * What a program needs at the same time, in one file: to open many takes longer than to read them. Other parts get what they
 * share with it from there.
 */
async function joined(texts, held, outfile, banner = '', external = []) {
  const entry = path.basename(outfile);
  const shared = held.filter((name) => name !== entry);
  const exported = shared.map((name) => `export * as ${partName(name)} from "./${name}";`);
  const joinPlugin = {
    name: 'join',
    setup(build) {
      build.onResolve({ filter: /^\.\/[\w-]+\.js$/ }, ({ path: file }) =>
        held.includes(path.basename(file))
          ? { path: path.basename(file), namespace: 'part' }
          : { path: file, external: true },
      );
      build.onLoad({ filter: /.*/, namespace: 'part' }, ({ path: name }) => ({ contents: texts.get(name) }));
    },
  };
  const { outputFiles } = await esbuild.build({
    stdin: { contents: [`export * from "./${entry}";`, ...exported].join('\n'), resolveDir: __dirname },
    outfile,
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minify: production,
    sourcemap: !production,
    logLevel: 'silent',
    banner: { js: banner },
    external,
    plugins: [joinPlugin],
  });
  return outputFiles;
}

/** `import()` of a part of the program would start Node's loader of ES modules. */
function loadedByRequire(text) {
  return text.replace(/\bimport\("(\.\/[\w-]+\.js)"\)/g, 'Promise.resolve().then(() => require("$1"))');
}

/**
 * Packages that the server needs for few requests or none, as Fastify does for answers with a schema and for its log. Each
 * is a bundle of its own beside the server, which Node reads when the first code calls for it.
 */
const LATE = {
  ajv: 'serverAjv.js',
  '@fastify/ajv-compiler': 'serverValidators.js',
  '@fastify/fast-json-stringify-compiler': 'serverSerializers.js',
  'light-my-request': 'serverInjection.js',
  pino: 'serverLog.js',
};

/**
 * Packages that a program imports as it begins and that few calls of it use. Each is a bundle of its own, which Node reads
 * when the first code takes something from it.
 */
const WHEN_USED = {
  '@eslint-community/regexpp': 'readExpressions.js',
  jose: 'signedTokens.js',
  picomatch: 'readGlobs.js',
  semver: 'versionRanges.js',
};

/** Puts the packages of `WHEN_USED` into modules that load them with the first access to one of their exports. */
const whenUsedPlugin = {
  name: 'when-used',
  setup(build) {
    const named = Object.keys(WHEN_USED).join('|');
    build.onResolve({ filter: new RegExp(`^(?:${named})$`) }, ({ path: name }) => ({
      path: name,
      namespace: 'when-used',
    }));
    build.onResolve({ filter: /.*/, namespace: 'when-used' }, ({ path: file }) => ({ path: file, external: true }));
    build.onLoad({ filter: /.*/, namespace: 'when-used' }, ({ path: name }) => {
      const whole = require(name);
      const isCallable = typeof whole === 'function';
      return {
        contents: `
          const load = () => require(${JSON.stringify(`./${WHEN_USED[name]}`)});
          ${isCallable ? 'module.exports = (...given) => load()(...given);' : ''}
          for (const name of ${JSON.stringify(Object.keys(whole))})
            Object.defineProperty(module.exports, name, { enumerable: true, get: () => load()[name] });
        `,
      };
    });
  },
};

/** Parts of Node for servers and calls with TLS or HTTP/2 alone. To load them takes some milliseconds of each start of a server. */
const LATE_IN_NODE = ['node:http2', 'node:https', 'node:tls'];

/** Loads the parts of Node in `LATE_IN_NODE` with the first access to one of their exports. */
const lateInNodePlugin = {
  name: 'late-in-node',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^(?:${LATE_IN_NODE.join('|')})$`) }, ({ path: name, namespace }) =>
      namespace === 'late-in-node' ? { path: name, external: true } : { path: name, namespace: 'late-in-node' },
    );
    build.onLoad({ filter: /.*/, namespace: 'late-in-node' }, ({ path: name }) => ({
      contents: `
        for (const name of ${JSON.stringify(Object.keys(require(name)))})
          Object.defineProperty(module.exports, name, { enumerable: true, get: () => require(${JSON.stringify(name)})[name] });
      `,
    }));
  },
};

/** Leaves the import of a bundle that stands beside, so that Node reads it when it is needed. */
const apartPlugin = {
  name: 'apart',
  setup(build) {
    build.onResolve({ filter: /\/upstreamClient\.js$/ }, () => ({ path: UPSTREAM_CLIENT, external: true }));
    build.onResolve({ filter: /^[@\w]/ }, ({ path: name, kind }) =>
      kind === 'require-call' && Object.hasOwn(LATE, name) ? { path: `./${LATE[name]}`, external: true } : undefined,
    );
  },
};

/** Prints lines that the problem matcher in .vscode/tasks.json understands. */
const problemMatcherPlugin = {
  name: 'problem-matcher',
  setup(build) {
    build.onStart(() => {
      if (watch) console.log('[watch] build started');
    });
    build.onEnd(({ errors }) => {
      for (const { text, location } of errors) {
        console.error(`✘ [ERROR] ${text}`);
        if (location) console.error(`    ${location.file}:${location.line}:${location.column}:`);
      }
      if (watch) console.log('[watch] build finished');
    });
  },
};

/** Options of a bundle for Node. Only the extension may import `vscode`; in other bundles esbuild refuses it. */
const node = (entry, outfile, extra = {}) => ({
  entryPoints: [path.resolve(__dirname, entry)],
  outfile: path.join(dist, outfile),
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // The "main" of vscode-json-languageservice is UMD, which builds but cannot be loaded.
  mainFields: ['module', 'main'],
  minify: production,
  sourcemap: !production,
  metafile: true,
  logLevel: 'silent',
  plugins: [compiledSchemaPlugin, problemMatcherPlugin],
  ...extra,
});

/** The same for a program whose parts are loaded when they are needed. */
const program = (entry, outfile, { banner, ...extra } = {}) => {
  const options = node(entry, outfile, extra);
  return { ...options, plugins: [splitPlugin(outfile, banner), whenUsedPlugin, ...options.plugins] };
};

const extension = () => program('src/extension.ts', 'extension.js', { external: ['vscode'] });
const checkWorker = () => node('src/disk/checkWorker.ts', 'checkWorker.js');
/** What only a server with an upstream loads. It is a bundle of its own, so that other servers start without reading it. */
const UPSTREAM_CLIENT = './upstreamClient.js';
const server = () =>
  program('src/server/main.ts', 'server.js', {
    plugins: [apartPlugin, lateInNodePlugin, compiledSchemaPlugin, problemMatcherPlugin],
  });
const latePackages = () =>
  Object.entries({ ...LATE, ...WHEN_USED }).map(([name, outfile]) => node(require.resolve(name), outfile));
const upstreamClient = () => node('src/server/kernel/upstream/upstreamClient.ts', 'upstreamClient.js');
/** The thread that ends a server whose parent is gone. */
const parentWatch = () => node('src/server/kernel/start/parentWatch.ts', 'parentWatch.js');
/** The process around a developer's code, what its threads load first, and what checks the modules that they import. */
const codeHost = () => node('src/server/kernel/code/codeHost.ts', 'codeHost.js');
const threadGuard = () => node('src/server/kernel/code/threadGuard.ts', 'threadGuard.js');
const moduleHooks = () => node('src/server/kernel/code/moduleHooks.ts', 'moduleHooks.js');
/** Every file `…Worker.ts` of an emulated system. Each is the entry of a worker thread. */
const systemWorkers = () =>
  fs
    .readdirSync(path.join(__dirname, 'src/server/systems'), { recursive: true })
    .filter((file) => file.endsWith('Worker.ts'))
    .map((file) => node(path.join('src/server/systems', file), `${path.basename(file, '.ts')}.js`));
/** The page of a webview. It is always minified, because a webview loads all of it. */
const page = (entry, outfile) => ({
  entryPoints: [path.join(__dirname, entry)],
  outfile: path.join(dist, outfile),
  bundle: true,
  platform: 'browser',
  target: 'chrome120',
  format: 'iife',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  minify: true,
  metafile: true,
  logLevel: 'silent',
  plugins: [compiledSchemaPlugin, withoutMarkupPlugin, problemMatcherPlugin],
});
const flowPage = () => page('src/webview/main.ts', 'flow.js');
const gridPage = () => page('src/webview/grid/gridMain.ts', 'grid.js');
const composerPage = () => page('src/webview/composer/composerMain.ts', 'composer.js');
/**
 * For what runs in programs of others. Node prints the line that an uncaught error is thrown in, which must not be the whole
 * file, and the name of its class.
 */
const READABLE = { lineLimit: 160, keepNames: true };
/** What `import … from 'session-workbench'` gives. */
const api = () => node('src/api/sessionWorkbenchApi.ts', 'api.js', READABLE);
const cli = () => program('src/cli/main.ts', 'cli.js', { banner: '#!/usr/bin/env node' });

/**
 * Writes what is in dist/ besides the bundles.
 *
 * Node looks for the kind of a module in the nearest package.json. That of the extension has all settings in it, and to read
 * it at each start takes longer than the command line itself.
 */
function writeKind() {
  fs.mkdirSync(dist, { recursive: true });
  fs.writeFileSync(path.join(dist, 'package.json'), '{ "type": "commonjs" }\n');
  // The package for npm leaves out what the editor alone loads. That for VS Code takes it: vsce knows no such file.
  fs.writeFileSync(path.join(dist, '.npmignore'), 'extension*.js\n');
}

/** The same functions for `import`. They are loaded once, so that an error is of one class, whoever has loaded the package how. */
function writeModule() {
  const names = Object.keys(require(path.join(dist, 'api.js'))).sort();
  const lines = ["import api from './api.js';", `export const { ${names.join(', ')} } = api;`];
  fs.writeFileSync(path.join(dist, 'api.mjs'), `${lines.join('\n')}\n`);
}

async function main() {
  writeKind();
  assemble(path.join(__dirname, 'src'), path.join(__dirname, 'schemas'));
  for (const [, files, source] of COMPILED) {
    for (const [module, file] of Object.entries(files)) {
      const forTests = path.join(__dirname, 'out/src', `${module}.js`);
      fs.mkdirSync(path.dirname(forTests), { recursive: true });
      fs.writeFileSync(forTests, source(file));
    }
  }
  const bundles = [
    extension(),
    checkWorker(),
    server(),
    ...latePackages(),
    upstreamClient(),
    parentWatch(),
    codeHost(),
    threadGuard(),
    moduleHooks(),
    ...systemWorkers(),
    flowPage(),
    gridPage(),
    composerPage(),
    api(),
    cli(),
  ];
  if (watch) {
    const contexts = await Promise.all(bundles.map((options) => esbuild.context(options)));
    await Promise.all(contexts.map((context) => context.watch()));
  } else {
    const built = await Promise.all(bundles.map((options) => esbuild.build(options)));
    for (const [file, { inputs }] of built.flatMap(({ metafile }) => Object.entries(metafile?.outputs ?? {}))) {
      // A program has noted its own, which are joined.
      if (!(path.basename(file) in sourcesIn)) noteInputs(path.basename(file), inputs);
    }
    // For the tests of what is loaded: a production build has no maps.
    fs.writeFileSync(path.join(dist, 'sources.json'), JSON.stringify(sourcesIn));
    const notices = thirdPartyNotices(new Set(Object.values(sourcesIn).flat()), __dirname);
    fs.writeFileSync(path.join(output === undefined ? __dirname : dist, 'ThirdPartyNotices.txt'), notices);
    writeModule();
    fs.chmodSync(path.join(dist, 'cli.js'), 0o755);
  }
}

main().catch((error) => {
  if (!error.errors) console.error(error);
  process.exitCode = 1;
});
