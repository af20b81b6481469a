import type * as vscode from 'vscode';
import type { JSONDocument, JSONSchema, LanguageService, TextDocument } from 'vscode-json-languageservice';
import { JSON_DEPTH } from '../../core/json/jsonDepth';
import { parseJson } from '../../core/json/parseJson';
import { SCHEMA_LIMIT } from '../../disk/schemaCheck';
import { readWorkspaceFile } from '../host/workspaceFile';

/** A document in the form of the JSON service, with its parsed content. */
export interface Parsed {
  readonly service: LanguageService;
  readonly text: TextDocument;
  readonly json: JSONDocument;
}

/**
 * Wraps vscode-json-languageservice for completion, hover, outline, folding and formatting. It never validates, because
 * findings come only from core. It is loaded when the first document needs it.
 */
export class JsonService implements vscode.Disposable {
  private service: Promise<LanguageService> | undefined;
  private readonly parsed = new WeakMap<vscode.TextDocument, Parsed & { version: number }>();

  constructor(
    private readonly schemaUri: () => vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
    /** Returns the text of a schema that a file or another schema refers to. */
    private readonly schemaNamed?: (uri: string) => Promise<string>,
  ) {}

  /**
   * Runs a request on a document. The result is undefined for a text that the service cannot handle, such as 100,000
   * nested brackets.
   */
  async ask<T>(document: vscode.TextDocument, request: (parsed: Parsed) => T | Promise<T>): Promise<T | undefined> {
    try {
      return await request(await this.parse(document));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.log.warn(`${document.uri.toString(true)} is nested too deep for completion, hover and outline.`);
      return undefined;
    }
  }

  /** Loads the schema again for the next request. */
  reset(): void {
    this.service = undefined;
  }

  dispose(): void {
    this.reset();
  }

  private async parse(document: vscode.TextDocument): Promise<Parsed> {
    this.service ??= this.load();
    const service = await this.service;
    const known = this.parsed.get(document);
    if (known && known.version === document.version && known.service === service) return known;
    const { TextDocument } = await import('vscode-json-languageservice');
    const { version } = document;
    const text = TextDocument.create(document.uri.toString(), 'json', version, document.getText());
    const parsed = { service, text, json: service.parseJSONDocument(text), version };
    this.parsed.set(document, parsed);
    return parsed;
  }

  private async load(): Promise<LanguageService> {
    const { ClientCapabilities, getLanguageService } = await import('vscode-json-languageservice');
    const { schemaNamed } = this;
    const service = getLanguageService({
      clientCapabilities: ClientCapabilities.LATEST,
      ...(schemaNamed && { schemaRequestService: schemaNamed }),
    });
    const uri = this.schemaUri();
    let schema: JSONSchema | undefined;
    try {
      const text = new TextDecoder().decode(await readWorkspaceFile(uri, SCHEMA_LIMIT));
      schema = parseJson(text, JSON_DEPTH, withoutPatterns) as JSONSchema;
    } catch (error) {
      // The checking threads have already told the user that the schema cannot be used.
      this.log.warn(`${uri.toString(true)}: ${error instanceof Error ? error.message : error}`);
    }
    service.configure({
      validate: false,
      allowComments: false,
      schemas: schema ? [{ uri: uri.toString(), fileMatch: ['*'], schema }] : [],
    });
    return service;
  }
}

/**
 * A reviver for JSON that leaves out the patterns of a schema. A user's schema may have one that keeps this thread busy
 * for years with a session file. They matter for findings only, which come from core.
 */
function withoutPatterns(key: string, value: unknown): unknown {
  return key === 'patternProperties' || (key === 'pattern' && typeof value === 'string') ? undefined : value;
}
