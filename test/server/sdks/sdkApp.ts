/** A table as an app was generated for it. */
export interface SdkTable {
  readonly name: string;
  /** Attributes of the table, without relations. */
  readonly fields: readonly string[];
  readonly relations?: readonly SdkRelation[];
  /** Its restriction, with placeholders for members of `userInfo`: `owner = :email`. */
  readonly filter?: string;
}

export interface SdkRelation {
  readonly name: string;
  /** Attributes of the related table. */
  readonly fields: readonly string[];
}

/** What a person does with an app after its login. */
export interface SdkAction {
  readonly name: string;
  /** The table and the record on which the action is. */
  readonly table?: string;
  readonly primaryKey?: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** A picture that is uploaded first. Its id is given to the action as this parameter. */
  readonly picture?: { readonly parameter: string; readonly bytes: Buffer; readonly type: string };
}

/** An app of one user, as its project generated it. */
export interface SdkApp {
  readonly application: { readonly id: string; readonly name: string; readonly version: string };
  /** Sent by iOS only. */
  readonly team: string;
  /** Empty: the app has no login form, and its user is a guest. */
  readonly email: string;
  readonly password: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly device: Readonly<Record<string, unknown>>;
  readonly language: Readonly<Record<string, unknown>>;
  readonly tables: readonly SdkTable[];
  /** The stamp up to which the app has its data: 0 after its installation. */
  readonly stamp: number;
  readonly action?: SdkAction;
  readonly pushToken: string;
}

/** What the app has when it has done everything. */
export interface SdkResult {
  readonly sessionId: string;
  readonly userInfo: Readonly<Record<string, unknown>>;
  readonly records: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly deleted: readonly { readonly table: string; readonly primaryKey: string }[];
  readonly stamp: number;
  readonly uploadId?: string;
  readonly action?: { readonly success: boolean; readonly statusText?: string | undefined };
}
