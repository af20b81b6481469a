/** What package.json has of what the contract is about. */
export interface Manifest {
  readonly publisher: string;
  readonly name: string;
  readonly main: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly files: readonly string[];
  readonly icon: string;
  readonly l10n: string;
  readonly engines: { readonly vscode: string; readonly node: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: string | boolean;
      readonly restrictedConfigurations: readonly string[];
    };
    readonly virtualWorkspaces: { readonly supported: string | boolean };
  };
  readonly contributes: Contributes;
}

export interface Contributes {
  readonly commands: readonly { readonly command: string; readonly enablement?: string }[];
  readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
  readonly submenus: readonly { readonly id: string; readonly label: string }[];
  readonly keybindings: readonly { readonly command: string; readonly when?: string; readonly args?: unknown }[];
  readonly views: Readonly<Record<string, readonly { readonly id: string; readonly when?: string }[]>>;
  readonly viewsContainers: Readonly<Record<string, readonly { readonly id: string }[]>>;
  readonly viewsWelcome: readonly { readonly view: string; readonly when?: string }[];
  readonly walkthroughs: readonly {
    readonly id: string;
    readonly when?: string;
    readonly steps: readonly {
      readonly id: string;
      readonly when?: string;
      readonly completionEvents: readonly string[];
    }[];
  }[];
  readonly colors: readonly {
    readonly id: string;
    readonly defaults: Readonly<Record<'dark' | 'light' | 'highContrast' | 'highContrastLight', string>>;
  }[];
  readonly languages: readonly { readonly id: string }[];
  readonly configurationDefaults: Readonly<Record<string, unknown>>;
  readonly grammars: readonly { readonly language: string; readonly scopeName: string; readonly path: string }[];
  readonly snippets: readonly { readonly language: string; readonly path: string }[];
  readonly jsonValidation: readonly { readonly fileMatch: string; readonly url: string }[];
  readonly mcpServerDefinitionProviders: readonly { readonly id: string }[];
  readonly languageModelTools: readonly ModelToolEntry[];
  readonly taskDefinitions: readonly TaskDefinition[];
  readonly problemMatchers: readonly { readonly name: string }[];
  readonly configuration: readonly { readonly title: string; readonly properties: Readonly<Record<string, Schema>> }[];
}

/** A tool that language models may call. */
export interface ModelToolEntry {
  readonly name: string;
  readonly toolReferenceName: string;
  readonly displayName: string;
  readonly userDescription: string;
  readonly modelDescription: string;
  readonly inputSchema: Schema;
  readonly canBeReferencedInPrompt: true;
  readonly icon: string;
  readonly tags: readonly string[];
  readonly when?: string;
}

/** What a task of the extension may say in `tasks.json`. */
export interface TaskDefinition {
  readonly type: string;
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, Schema>>;
}

/** A command, or a submenu. */
export interface MenuItem {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
  readonly group?: string;
}

export type Schema = Readonly<Record<string, unknown>>;
