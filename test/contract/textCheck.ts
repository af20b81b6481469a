import { VSCODE_COMMANDS } from '../../src/vscode/host/vscodeContract';
import type { Declared } from './declared';
import type { Manifest } from './manifestShape';

const OPEN_WALKTHROUGH = 'workbench.action.openWalkthrough';
/** The commands of VS Code that texts link to, besides those that code executes. */
const LINKED = ['vscode.openFolder', 'workbench.action.terminal.new', OPEN_WALKTHROUGH];

/** What the texts of the manifest link, and what they name. */
export class TextCheck {
  private readonly links: readonly { readonly text: string; readonly command: string; readonly given: string }[];
  private readonly errors: readonly string[];

  /** @param texts by their keys: package.nls.json */
  constructor(
    texts: Readonly<Record<string, string>>,
    private readonly declared: Declared,
  ) {
    const own = [...declared.commands, ...declared.views.map(({ focus }) => focus)].map(({ id }) => id);
    const commands = [...own, ...Object.values(VSCODE_COMMANDS).map(({ id }) => id), ...LINKED];
    const named = [...own, ...declared.settings.map(({ key }) => key)];
    const all = Object.entries(texts);
    this.links = all.flatMap(([text, words]) =>
      [...words.matchAll(/\(command:([^)?]*)(?:\?([^)]*))?\)/g)].map(([, command = '', given = '']) => ({
        text,
        command,
        given,
      })),
    );
    this.errors = [
      ...this.links
        .filter(({ command }) => !commands.includes(command))
        .map(({ text, command }) => `${text} links ${command}.`),
      ...all.flatMap(([text, words]) =>
        [...words.matchAll(/\bsessionWorkbench(?:\.\w+)+/g)]
          .filter(([name]) => !named.includes(name))
          .map(([name]) => `${text} names ${name}.`),
      ),
    ];
  }

  problems(manifest: Manifest): string[] {
    const wrong = this.links.filter(({ command, given }) => !this.gives(manifest, command).includes(given));
    return [...this.errors, ...wrong.map(({ text, command, given }) => `${text} gives ${command} ${given}.`)];
  }

  /** What a link may give a command: a walkthrough to open, a setting to show, or what the command itself declares. */
  private gives({ publisher, name }: Manifest, command: string): readonly string[] {
    const encoded = (all: readonly unknown[]) => all.map((each) => encodeURIComponent(JSON.stringify(each)));
    if (command === VSCODE_COMMANDS.openSettings.id) return encoded(this.declared.settings.map(({ key }) => [key]));
    const { linkArguments } = this.declared.commands.find(({ id }) => id === command)?.options ?? {};
    if (linkArguments) return encoded([linkArguments]);
    if (command !== OPEN_WALKTHROUGH) return [''];
    return encoded(this.declared.walkthroughs.map(({ id }) => `${publisher}.${name}#${id}`));
  }
}
