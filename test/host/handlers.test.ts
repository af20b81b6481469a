import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { HANDLER_COMMANDS } from '../../src/vscode/handlers/handlerContract';
import { closeEditors, codes, next, replace, untilCodes, workspaceRoot } from './workspace';

const GOOD = `[
  { "class": "Handler", "method": "run", "pattern": "docs" }
]
`;
const FORBIDDEN = GOOD.replace('"docs"', '"rest"');

/** The files and folders that VS Code tells of from now on. */
function watched() {
  const paths = new Set<string>();
  const watcher = vscode.workspace.createFileSystemWatcher('**');
  const told = new vscode.EventEmitter<void>();
  const tell = ({ fsPath }: vscode.Uri) => {
    paths.add(fsPath);
    told.fire();
  };
  watcher.onDidCreate(tell);
  watcher.onDidChange(tell);
  return {
    has: (file: string) => paths.has(file),
    next: () => next(told.event),
    dispose: () => vscode.Disposable.from(watcher, told).dispose(),
  };
}

describe('request handlers in the editor', () => {
  let folder: string;
  let folders = 0;

  const uriOf = (name: string) => vscode.Uri.file(path.join(folder, name));
  function write(text: string): vscode.Uri {
    const uri = uriOf('Project/Sources/HTTPHandlers.json');
    fs.writeFileSync(uri.fsPath, text);
    return uri;
  }

  before(async () => {
    const probe = path.join(workspaceRoot(), 'probe');
    const seen = watched();
    for (let count = 0; !seen.has(probe); count++) {
      fs.writeFileSync(probe, String(count));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    seen.dispose();
    fs.rmSync(probe);
  });

  // One folder after the other: VS Code may miss those that are made before it watches the one above them.
  beforeEach(async () => {
    folder = path.join(workspaceRoot(), `handlers-${folders++}`);
    const seen = watched();
    for (const each of [folder, path.join(folder, 'Project'), path.join(folder, 'Project/Sources')]) {
      fs.mkdirSync(each);
      while (!seen.has(each)) await seen.next();
    }
    seen.dispose();
  });

  afterEach(async () => {
    await closeEditors();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('classes and functions of handlers are looked for in the classes of the project', async () => {
    fs.mkdirSync(path.join(folder, 'Project/Sources/Classes'));
    const code = uriOf('Project/Sources/Classes/Handler.4dm');
    fs.writeFileSync(
      code.fsPath,
      'Class constructor()\n\n// Says hello.\nFunction run($request : 4D.IncomingMessage)\n',
    );
    const uri = write(GOOD.replace('"run"', '"rnu"'));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await untilCodes(uri, ['handlers/function']);
    assert.match(String(vscode.languages.getDiagnostics(uri)[0]?.message), /“run”/);
    await replace(document, '"rnu"', '"run"');
    await untilCodes(uri, []);
    const at = document.positionAt(document.getText().indexOf('"run"') + 2);
    const [found] = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      uri,
      at,
    );
    assert.ok(found && 'targetUri' in found);
    assert.equal(found.targetUri.fsPath, code.fsPath);
    assert.deepEqual([found.targetRange.start.line, found.targetRange.start.character], [3, 9]);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, at);
    const hover = hovers.flatMap(({ contents }) => contents as vscode.MarkdownString[]).map(({ value }) => value);
    assert.match(hover.join('\n'), /Function run\(\$request : 4D\.IncomingMessage\)[\s\S]*Says/);
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      uri,
      document.positionAt(document.getText().indexOf('"Handler"') + 2),
    );
    assert.ok(items.some(({ label }) => label === '"Handler"'));
    await replace(document, '"Handler"', '"Handlr"');
    await untilCodes(uri, ['handlers/class']);
  });

  it('request handlers are checked although nobody opened them, and cleared when they are mended or gone', async () => {
    const uri = write(GOOD);
    write(FORBIDDEN);
    await untilCodes(uri, ['handlers/forbidden']);
    const [problem] = vscode.languages.getDiagnostics(uri);
    assert.deepEqual(problem?.range, new vscode.Range(1, 52, 1, 58));
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(problem.source, 'Session Workbench');
    write(GOOD);
    await untilCodes(uri, []);
    write(FORBIDDEN);
    await untilCodes(uri, ['handlers/forbidden']);
    fs.rmSync(uri.fsPath);
    await untilCodes(uri, []);
  });

  it('request handlers are checked while they are typed', async () => {
    const uri = write(GOOD);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await replace(document, '"docs"', '"/$shared"');
    await untilCodes(uri, ['handlers/forbidden']);
    await replace(document, '"pattern": "/$shared"', '"regexPattern": "/docs("');
    await untilCodes(uri, ['handlers/regex']);
    await replace(document, '"/docs("', '"/docs"');
    await untilCodes(uri, []);
  });

  it('request handlers show one finding once, also where VS Code knows JSON by itself', async () => {
    const uri = write(GOOD.replace('"run",', '"run"'));
    await untilCodes(uri, ['handlers/json']);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    // VS Code's own JSON support says it now, and ours has stepped back.
    while (
      vscode.languages
        .getDiagnostics(uri)
        .map(({ source }) => source)
        .join() !== 'json'
    ) {
      await next(vscode.languages.onDidChangeDiagnostics);
    }
    await replace(document, '"run"', '"run",');
    await replace(document, '"docs"', '1');
    await untilCodes(uri, ['handlers/type']);
  });

  it('request handlers are completed and explained from the schema', async () => {
    const uri = write('[\n  { "class": "Handler" }\n]\n');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const complete = async () => {
      const at = new vscode.Position(1, 4);
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        at,
      );
      return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    // The schema is known when VS Code's JSON support has started.
    let labels = await complete();
    while (!labels.includes('regexPattern')) labels = await complete();
    for (const label of ['method', 'pattern', 'verbs']) assert.ok(labels.includes(label), labels.join());
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      uri,
      new vscode.Position(1, 6),
    );
    const texts = hovers.flatMap(({ contents }) =>
      contents.map((each) => (typeof each === 'string' ? each : each.value)),
    );
    assert.match(texts.join('\n'), /shared singleton class/);
    assert.deepEqual(codes(uri), ['handlers/missing', 'handlers/missing']);
  });

  it('request handlers are found although ignore files and search settings name them', async () => {
    const { update } = vscode.workspace.getConfiguration('search');
    const set = (on: boolean) =>
      Promise.all([
        update('exclude', on ? { '**/Project': true } : undefined, vscode.ConfigurationTarget.Workspace),
        update('experimental.useIgnoreFilesInFindFiles', on || undefined, vscode.ConfigurationTarget.Global).then(
          undefined,
          // Not in every VS Code.
          () => undefined,
        ),
      ]);
    await set(true);
    try {
      fs.writeFileSync(uriOf('.gitignore').fsPath, '*');
      // Which file is meant is found out by a search.
      write(GOOD);
      await vscode.commands.executeCommand(HANDLER_COMMANDS.handlerCreateCode.id);
      assert.ok(fs.existsSync(uriOf('WebCode/Handler.mjs').fsPath));
    } finally {
      await set(false);
    }
  });

  it('request handlers get a module for each class, and the types that complete it', async () => {
    const uri = write(GOOD.replace('\n]', ',\n  { "class": "Other", "method": "go", "pattern": "go" }\n]'));
    fs.mkdirSync(uriOf('WebCode').fsPath, { recursive: true });
    fs.writeFileSync(uriOf('WebCode/other.js').fsPath, '// mine');
    await vscode.commands.executeCommand(HANDLER_COMMANDS.handlerCreateCode.id, uri);
    assert.deepEqual(fs.readdirSync(uriOf('WebCode').fsPath).sort(), [
      '4d-web-code.d.ts',
      'Handler.mjs',
      'jsconfig.json',
      'other.js',
    ]);
    const { document } = vscode.window.activeTextEditor ?? {};
    assert.equal(document?.uri.fsPath, uriOf('WebCode/Handler.mjs').fsPath);
    assert.match(document?.getText() ?? '', /export class Handler \{/);

    fs.writeFileSync(uriOf('WebCode/Handler.mjs').fsPath, '// edited');
    await vscode.commands.executeCommand(HANDLER_COMMANDS.handlerCreateCode.id, uri);
    assert.equal(fs.readFileSync(uriOf('WebCode/Handler.mjs').fsPath, 'utf8'), '// edited');
  });
});
