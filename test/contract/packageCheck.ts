import { minVersion } from 'semver';
import type { Manifest } from './manifestShape';

const FILE = /^(\.\/)?[\w-]+(\/[\w.-]+)*\.(js|json|md|png|svg)$/;

/** Holds what a manifest says of the package against the files of the repository and the script that builds the bundles. */
export class PackageCheck {
  /** By the path of each file, whether it is there. */
  private readonly files = new Map<string, boolean>();
  /** The bundle of each source. */
  private readonly bundles: ReadonlyMap<string, string>;
  /** The oldest Node that the bundles are built for. */
  private readonly target: number;

  /** @param read the text of a file of the repository; undefined where there is none */
  constructor(private readonly read: (file: string) => string | undefined) {
    const script = read('esbuild.js') ?? '';
    const built = [...script.matchAll(/\b(?:node|program)\('(src\/[\w/]+\.ts)', '([\w.]+\.js)'/g)];
    this.bundles = new Map(built.map(([, source = '', bundle = '']) => [source, `./dist/${bundle}`]));
    this.target = Number(/\btarget: 'node(\d+)'/.exec(script)?.[1]);
  }

  problems({ main, bin, engines, devDependencies, l10n, icon, contributes }: Manifest): string[] {
    const { viewsContainers, views, languages, snippets, grammars, walkthroughs } = contributes;
    return [
      ...this.bundle('main', main, 'src/extension.ts'),
      ...Object.values(bin).flatMap((each) => this.bundle('bin', each, 'src/cli/main.ts')),
      ...sameVersion('vscode', engines.vscode, devDependencies['@types/vscode']),
      ...sameVersion('node', engines.node, devDependencies['@types/node']),
      ...(minVersion(engines.node)?.major === this.target ? [] : [`The bundles are for Node ${this.target}.`]),
      ...[
        icon,
        `${l10n}/bundle.l10n.fr.json`,
        ...filesIn([viewsContainers, views, languages, snippets, grammars, walkthroughs]),
      ]
        .filter((file) => !this.has(file))
        .map((file) => `There is no ${file}.`),
    ];
  }

  private bundle(what: string, file: string, source: string): string[] {
    const bundle = this.bundles.get(source);
    return file === bundle && this.has(file) ? [] : [`${what} is ${file}, and ${source} is built as ${bundle}.`];
  }

  private has(file: string): boolean {
    const known = this.files.get(file) ?? this.read(file) !== undefined;
    this.files.set(file, known);
    return known;
  }
}

/** The code must use nothing that the oldest host lacks: its types are those of that version. */
function sameVersion(engine: string, wanted: string, types: string | undefined): string[] {
  const [first, second] = [wanted, types ?? '*'].map((range) => minVersion(range));
  const isSame = first?.major === second?.major && first?.minor === second?.minor;
  return isSame && /^(\^|>=)/.test(wanted) ? [] : [`The ${engine} of engines is ${wanted}, and of the types ${types}.`];
}

function filesIn(value: unknown): string[] {
  if (typeof value === 'string') return FILE.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(filesIn) : [];
}
