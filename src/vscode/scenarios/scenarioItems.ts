import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { visibleText } from '../../core/base/visibleText';
import { shortened } from '../../core/compliance/phrase';
import { type Scenario, titleOf } from '../../core/scenario/scenario';
import { SCENARIO_ENDING } from '../../core/scenario/scenarioEnding';
import { errorText } from '../host/errorText';
import { l10n } from '../host/l10n';
import { phraseIn } from '../host/phraseText';
import { editorRange } from '../host/ranges';
import { readOpenScenario } from './readOpenScenario';
import { SHIPPED_ITEM } from './scenarioContract';

/** Longer names and titles would only slow the Test Explorer down. */
const MOST_SHOWN = 200;

/** What a test item stands for. */
export type ScenarioItem =
  | { readonly kind: 'shipped' }
  | { readonly kind: 'scenario'; readonly file: string }
  /** A step of the scenario that is its parent, even if it comes from an included file. */
  | { readonly kind: 'step'; readonly index: number };

/** The items of the Test Explorer: scenarios with their steps, and the shipped ones below an item of their own. */
export class ScenarioItems {
  private readonly meanings = new WeakMap<vscode.TestItem, ScenarioItem>();
  /** Where a scenario has its first error. */
  private readonly errors = new WeakMap<vscode.TestItem, vscode.Range>();
  /** How often each was read. What was begun before the latest reading is not shown any more. */
  private readonly readings = new WeakMap<vscode.TestItem, number>();

  /** @param shippedFolder absolute path of the scenarios that ship with the extension */
  constructor(
    private readonly controller: vscode.TestController,
    private readonly shippedFolder: string,
  ) {}

  meaningOf(item: vscode.TestItem): ScenarioItem | undefined {
    return this.meanings.get(item);
  }

  /** Why a scenario cannot be run, and where. */
  errorOf(item: vscode.TestItem): vscode.TestMessage {
    const message = new vscode.TestMessage(item.error ?? '');
    const range = this.errors.get(item) ?? new vscode.Range(0, 0, 0, 0);
    if (item.uri) message.location = new vscode.Location(item.uri, range);
    return message;
  }

  /**
   * Shows exactly these scenarios of the workspace. Others are removed.
   * @throws an AbortError when the signal is aborted
   */
  async show(files: readonly vscode.Uri[], signal?: AbortSignal): Promise<void> {
    const { items } = this.controller;
    const wanted = new Set(files.map(String));
    for (const [id, item] of items) {
      if (this.meanings.get(item)?.kind === 'scenario' && !wanted.has(id)) items.delete(id);
    }
    await this.showShipped();
    for (const uri of files) {
      signal?.throwIfAborted();
      await this.showOne(uri);
    }
  }

  /** Shows one scenario of the workspace, and reads it again. */
  async showOne(uri: vscode.Uri): Promise<vscode.TestItem> {
    const { items } = this.controller;
    const id = uri.toString();
    const item = items.get(id) ?? this.newScenario(uri);
    await this.readAgain(item);
    // It may have been shown meanwhile.
    const shown = items.get(id);
    if (!shown) items.add(item);
    return shown ?? item;
  }

  /** The item of a file, whether it ships with the extension or not. */
  find(uri: vscode.Uri): vscode.TestItem | undefined {
    const id = uri.toString();
    return this.controller.items.get(id) ?? this.controller.items.get(SHIPPED_ITEM)?.children.get(id);
  }

  remove(uri: vscode.Uri): void {
    this.controller.items.delete(uri.toString());
  }

  /** Reads the name and the steps of a scenario. Undefined if it has errors; then its item shows the first one. */
  async readAgain(item: vscode.TestItem): Promise<Scenario | undefined> {
    const meaning = this.meanings.get(item);
    if (meaning?.kind !== 'scenario') return undefined;
    const { file } = meaning;
    const reading = (this.readings.get(item) ?? 0) + 1;
    this.readings.set(item, reading);
    const isLatest = () => this.readings.get(item) === reading;
    try {
      const { scenario, findings } = await readOpenScenario(file, this.shippedFolder);
      if (!isLatest()) return scenario;
      const error = findings.find(({ severity }) => severity === 'error');
      item.range = new vscode.Range(0, 0, 0, 0);
      if (!scenario || error) {
        const line = String((error?.range.start.line ?? 0) + 1);
        item.error = l10n.t('Line {0}: {1}', line, error ? phraseIn(error.phrase) : '');
        if (error) this.errors.set(item, editorRange(error.range));
        item.children.replace([]);
        return undefined;
      }
      item.error = undefined;
      this.errors.delete(item);
      item.label = visibleText(shortened(scenario.name, MOST_SHOWN));
      item.description = visibleText(path.basename(file, SCENARIO_ENDING));
      item.children.replace(this.stepsOf(item, scenario));
      return scenario;
    } catch (error) {
      if (!isLatest()) return undefined;
      item.error = errorText(error);
      item.children.replace([]);
      return undefined;
    }
  }

  private async showShipped(): Promise<void> {
    const { items } = this.controller;
    if (items.get(SHIPPED_ITEM)) return;
    const shipped = this.controller.createTestItem(SHIPPED_ITEM, l10n.t('Shipped Flows'));
    this.meanings.set(shipped, { kind: 'shipped' });
    shipped.sortText = '~';
    const files = (await fs.promises.readdir(this.shippedFolder)).filter((name) => name.endsWith(SCENARIO_ENDING));
    for (const name of files) {
      const item = this.newScenario(vscode.Uri.file(path.join(this.shippedFolder, name)));
      shipped.children.add(item);
      await this.readAgain(item);
    }
    if (!items.get(SHIPPED_ITEM)) items.add(shipped);
  }

  private newScenario(uri: vscode.Uri): vscode.TestItem {
    const stem = path.basename(uri.fsPath, SCENARIO_ENDING);
    const item = this.controller.createTestItem(uri.toString(), visibleText(stem), uri);
    item.sortText = stem;
    this.meanings.set(item, { kind: 'scenario', file: uri.fsPath });
    return item;
  }

  /** Existing items are kept, with their results. */
  private stepsOf(parent: vscode.TestItem, { steps }: Scenario): vscode.TestItem[] {
    return steps.map(({ index, source, place }) => {
      const id = String(index);
      const uri = vscode.Uri.file(place.file);
      const known = parent.children.get(id);
      const title = visibleText(shortened(titleOf(source), MOST_SHOWN));
      const isSame = known?.uri?.toString() === uri.toString();
      const item = isSame ? known : this.controller.createTestItem(id, title, uri);
      item.label = title;
      item.sortText = id.padStart(6, '0');
      item.range = editorRange(place.range);
      this.meanings.set(item, { kind: 'step', index });
      return item;
    });
  }
}
