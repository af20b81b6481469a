import path from 'node:path';
import axe from 'axe-core';
import { build } from 'esbuild';
import type { Frame } from 'playwright-core';
import type { Flaw, Look } from './page/flaw';

const repository = path.resolve(__dirname, '../../../..');
/** What axe is asked: the standards that pages are held to. */
const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly help: string; readonly nodes: readonly AxeNode[] }[];
}

interface AxeNode {
  readonly target: readonly unknown[];
  readonly failureSummary?: string;
}

/** Looks at pages as they are drawn: in the window, or in a webview. */
export class PageLook {
  private constructor(private readonly code: string) {}

  static async load(): Promise<PageLook> {
    const built = await build({
      entryPoints: [path.join(repository, 'test/ui/pictures/page/entry.ts')],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'looked',
    });
    return new PageLook(built.outputFiles[0]?.text ?? '');
  }

  async flaws(frame: Frame, look: Look): Promise<Flaw[]> {
    return frame.evaluate(`(() => { ${this.code}; return looked.flawsOf(${JSON.stringify(look)}); })()`);
  }

  /** What axe-core finds in a page, one text each. */
  async axe(frame: Frame): Promise<string[]> {
    await frame.evaluate(axe.source);
    const options = { runOnly: { type: 'tag', values: STANDARDS } };
    const { violations } = await frame.evaluate<AxeResult>(`axe.run(document, ${JSON.stringify(options)})`);
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(
        ({ target, failureSummary = '' }) =>
          `${id}: ${help}: ${target.join(' ')} ${failureSummary.split('\n')[1]?.trim() ?? ''}`,
      ),
    );
  }
}
