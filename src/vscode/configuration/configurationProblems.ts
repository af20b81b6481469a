import path from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import { asSentence } from '../../core/base/fullStop';
import { CONFIGURATION_NAME, type ConfigurationFault, inTextOrder } from '../../core/configuration/configuration';
import { memberRange } from '../../core/configuration/optionRange';
import type { Range } from '../../core/json/position';
import { type CheckPool, PoolDisposedError } from '../../disk/checkPool';
import { readConfigurationText } from '../../disk/configuration/configurationFile';
import type { FollowedConfigurations } from '../../disk/configuration/followedConfigurations';
import type { TeamConfigurationFile } from '../../disk/configuration/teamConfigurationFile';
import { serverFaults } from '../../server/kernel/options/serverFaults';
import { diagnostics } from '../host/declared';
import { DIAGNOSTIC_SOURCE } from '../host/findingDiagnostic';
import { isJsonValidated } from '../host/jsonSupport';
import { l10n } from '../host/l10n';
import { editorRange } from '../host/ranges';
import { CONFIGURATION_DIAGNOSTICS } from './configurationContract';

interface Told {
  readonly message: string;
  readonly range: Range;
  /** Whether VS Code says it too, by the JSON schema of the file, while the file is open. */
  readonly isOfSchema: boolean;
  /** What follows from all faults of the file, as a sentence. The first that is shown tells it. */
  readonly then?: string;
}

const START: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Shows in Problems what is wrong with the configurations that were found. */
export class ConfigurationProblems implements vscode.Disposable {
  private readonly collection = diagnostics(CONFIGURATION_DIAGNOSTICS);
  private readonly disposables: DisposableStore;
  /** A look that ends late does not overwrite a later one. */
  private looks = 0;

  constructor(
    private readonly pool: CheckPool,
    private readonly followed: FollowedConfigurations,
    private readonly isSchemaSet: () => boolean,
  ) {
    this.disposables = new DisposableStore(
      this.collection,
      vscode.window.tabGroups.onDidChangeTabs(({ opened, closed }) => {
        const isOne = (tab: vscode.Tab) => path.basename(uriOfTab(tab)?.fsPath ?? '') === CONFIGURATION_NAME;
        if (opened.some(isOne) || closed.some(isOne)) this.show();
      }),
    );
  }

  /** Shows what is wrong now. */
  show(): void {
    const look = ++this.looks;
    const { files } = this.followed;
    void Promise.all(files.map(async (read) => [read.file, await this.faultsOf(read)] as const)).then(
      (all) => {
        if (look !== this.looks) return;
        const shown = new Set(files.map(({ file }) => vscode.Uri.file(file).toString()));
        for (const [uri] of [...this.collection]) if (!shown.has(uri.toString())) this.collection.delete(uri);
        for (const [file, faults] of all) this.set(vscode.Uri.file(file), faults);
      },
      (error: unknown) => {
        if (!(error instanceof PoolDisposedError)) throw error;
      },
    );
  }

  dispose(): Promise<void> {
    this.looks++;
    return this.disposables.dispose();
  }

  private set(uri: vscode.Uri, faults: readonly Told[]): void {
    // VS Code asks for problems of what is in a tab.
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const isOpen = tabs.some((tab) => uriOfTab(tab)?.toString() === uri.toString());
    const isSaid = isOpen && isJsonValidated(uri);
    const told = faults.filter(({ isOfSchema }) => !(isOfSchema && isSaid));
    const [{ then, range = START } = {}] = faults;
    this.collection.set(
      uri,
      then !== undefined && told.length === 0
        ? [diagnosticOf({ message: then, range })]
        : told.map((each, index) => diagnosticOf(each, index === 0 ? then : undefined)),
    );
  }

  private async faultsOf({ file, faults, problem, configuration }: TeamConfigurationFile): Promise<readonly Told[]> {
    if (problem) return [{ message: problem(path.basename(file)), range: START, isOfSchema: false }];
    const text = textOf(file);
    if (text === undefined) return faults;
    const ofServer = await serverFaults(configuration.server, () => text);
    if (faults.length > 0) {
      const then = this.followed.isFollowed(file)
        ? l10n.t('Nothing in this file is followed until it is mended; what was followed before goes on.')
        : l10n.t('Nothing in this file is followed until it is mended.');
      return withConsequence(inTextOrder([...faults, ...ofServer]), then);
    }
    const then = l10n.t('No server starts by this file until it is mended; the rest of it is followed.');
    return [...withConsequence(ofServer, then), ...(await this.schemaFaults(path.dirname(file), text))];
  }

  private async schemaFaults(folder: string, text: string): Promise<Told[]> {
    const rules = this.followed.schemas.find((each) => each.folder === folder);
    if (!rules || this.isSchemaSet()) return [];
    const { problem } = await this.pool.call('schemaProblem', { folder });
    if (problem === undefined) return [];
    const file = String(rules.schemaFile);
    const message = l10n.t('“schema” names {0}, which cannot be used: {1}.', file, problem);
    return [{ message, range: memberRange(text, ['schema'], 'value') ?? START, isOfSchema: false }];
  }
}

/** @param then a sentence that is to follow */
function diagnosticOf({ message, range }: Pick<Told, 'message' | 'range'>, then?: string): vscode.Diagnostic {
  const sentence = asSentence(message);
  const text = then === undefined ? sentence : `${sentence} ${then}`;
  const diagnostic = new vscode.Diagnostic(editorRange(range), text, vscode.DiagnosticSeverity.Error);
  diagnostic.source = DIAGNOSTIC_SOURCE;
  return diagnostic;
}

function withConsequence(faults: readonly ConfigurationFault[], then: string): Told[] {
  return faults.map((fault) => ({ ...fault, then }));
}

/** Undefined when it is gone meanwhile: then it is looked at again. */
function textOf(file: string): string | undefined {
  try {
    return readConfigurationText(file);
  } catch {
    return undefined;
  }
}

function uriOfTab({ input }: vscode.Tab): vscode.Uri | undefined {
  return input instanceof vscode.TabInputText ? input.uri : undefined;
}
