import * as vscode from 'vscode';
import type { JSONDocument, JSONSchema, LanguageService, TextDocument } from 'vscode-json-languageservice';

/** A document as the JSON service reads it, together with what it has parsed of it. */
export interface Parsed {
  readonly service: LanguageService;
  readonly text: TextDocument;
  readonly json: JSONDocument;
}

/**
 * vscode-json-languageservice with the session schema, for completion, hover, outline, folding and formatting. It never
 * validates: findings come from core alone. Loaded with the first session file that is opened.
 */
export class JsonService implements vscode.Disposable {
  private service: Promise<LanguageService> | undefined;
  private readonly parsed = new WeakMap<vscode.TextDocument, Parsed & { version: number }>();

  constructor(
    private readonly schemaUri: () => vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
    /** Text of a schema that a file or another schema names. */
    private readonly schemaNamed?: (uri: string) => Promise<string>,
  ) {}

  /** Runs a request on a document; a text the service cannot take (100,000 nested brackets) gives nothing. */
  async ask<T>(document: vscode.TextDocument, request: (parsed: Parsed) => T | Promise<T>): Promise<T | undefined> {
    try {
      return await request(await this.parse(document));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.log.warn(`${document.uri.toString(true)} is nested too deep for completion, hover and outline.`);
      return undefined;
    }
  }

  /** Another schema is to be used from the next request on. */
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
      schema = JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri))) as JSONSchema;
    } catch (error) {
      // The checking threads have told the user already that the schema of the setting cannot be used.
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
