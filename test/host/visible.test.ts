import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as vscode from 'vscode';
import { visibleText } from '../../src/core/base/visibleText';
import { errorText } from '../../src/vscode/host/errorText';
import { l10n } from '../../src/vscode/host/l10n';
import { markdownBlock, markdownCode, markdownText } from '../../src/vscode/host/markdown';
import { pick } from '../../src/vscode/host/pick';

const EVIL = 'a\u202eb\nc';
const SHOWN = 'a\\u{202e}b\\u{a}c';

describe('a text from elsewhere', () => {
  it('a text from elsewhere reorders and breaks no sentence of ours', () => {
    assert.equal(l10n.t('The path is {0}, {1}', EVIL, 3), `The path is ${SHOWN}, 3`);
    assert.equal(l10n.t('{0}', '{1} {0}'), '{1} {0}', 'it is no sentence with places itself');
  });

  it('a text from elsewhere reorders and breaks no error, which is said in one line', () => {
    assert.equal(errorText(new Error('first \u202e\r\n  second\n')), 'first \\u{202e} second');
    assert.equal(errorText(EVIL), 'a\\u{202e}b c');
  });

  it('a text from elsewhere draws nothing in a list to choose from, and what is chosen is the item itself', async () => {
    const before = vscode.window.showQuickPick;
    let shown: readonly vscode.QuickPickItem[] = [];
    const answer = async (items: readonly vscode.QuickPickItem[]) => {
      shown = items;
      return items[1];
    };
    Object.assign(vscode.window, { showQuickPick: answer });
    try {
      const items = [{ label: 'first' }, { label: EVIL, description: '$(trash) x', detail: '\u2066' }];
      assert.equal(await pick(items, {}), items[1]);
      const { label, description, detail } = shown[1] as vscode.QuickPickItem;
      assert.deepEqual([label, description, detail], [SHOWN, '\\$(trash) x', '\\u{2066}']);
    } finally {
      Object.assign(vscode.window, { showQuickPick: before });
    }
  });

  describe('Markdown, as VS Code shows it', () => {
    const TEXTS = [
      '[a](command:x)',
      '![](https://example.com/a.png)',
      '<img src=x onerror=alert(1)>',
      '&lt;b&gt;',
      '**a** __b__ _c_ *d* ~~e~~',
      '# a',
      '- a',
      '1. a',
      '2) a',
      '> a',
      '---',
      '===',
      '`a` ``b``',
      '\\[a]',
      '$a$ $$b$$',
      'POST /mobileapp/$authenticate',
      'some_name_here',
      EVIL,
      '',
    ];
    const html = async (text: string) => {
      const page = String(await vscode.commands.executeCommand('markdown.api.render', text));
      // What VS Code's own extensions put before each page.
      return page.replace(/^\s*<span id="markdown-mermaid"[^>]*><\/span>/, '');
    };
    const plain = (page: string) =>
      page
        .replace(/<[^>]*>/g, '')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&')
        .trim();
    const tags = (page: string) => new Set([...page.matchAll(/<([a-z0-9]+)/g)].map(([, tag]) => tag));
    /** White space at the ends means nothing there, and addresses may be links to themselves. */
    const isItself = async (text: string) => {
      const page = await html(`- x${markdownText(text)}`);
      assert.equal(plain(page), `x${visibleText(text)}`.trim());
      assert.deepEqual(
        [...tags(page)].filter((tag) => !['ul', 'li', 'a'].includes(String(tag))),
        [],
        page,
      );
    };

    for (const text of TEXTS) {
      it(`a text from elsewhere is itself in Markdown: ${JSON.stringify(text)}`, async () => {
        await isItself(text);
        const page = await html(`# ${markdownText(text)}\n\n${markdownCode(text || 'x')}`);
        assert.deepEqual(
          [...tags(page)].filter((tag) => !['h1', 'p', 'code', 'a'].includes(String(tag))),
          [],
          page,
        );
        const item = await html(`- ${markdownText(text)}`);
        assert.deepEqual(
          [...tags(item)].filter((tag) => !['ul', 'li', 'a'].includes(String(tag))),
          [],
          item,
        );
      });
    }

    it('a text from elsewhere is itself in Markdown, whatever it is', async () => {
      const text = fc.string({ unit: fc.constantFrom(...'ab1 []()<>!*_`~#&;$\\:./-'.split('')), maxLength: 20 });
      await fc.assert(
        fc.asyncProperty(
          text.map((each) => each.trim().replace(/ +/g, ' ')),
          isItself,
        ),
        { numRuns: 200 },
      );
    });

    it('a text from elsewhere does not end its block in Markdown', async () => {
      const page = await html(markdownBlock('', '```\n# a\n````\n<b>'));
      assert.deepEqual(
        [...tags(page)].filter((tag) => !['pre', 'code'].includes(String(tag))),
        [],
      );
    });
  });
});
