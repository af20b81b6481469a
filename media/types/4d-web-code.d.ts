// What JavaScript modules see that stand for the code of a 4D project in Session Workbench's dev session server.
// Names and meaning are those of 4D's classes Session, IncomingMessage and OutgoingMessage and of its web commands.
// The folder WebCode has
//   <Class>.js           exports a class: a shared singleton, made once in each thread. What REST may call is listed in
//                        “static exposed = ['name']”, what of it by GET in “static onHTTPGet = ['name']”;
//                        “static me = new <Class>()” keeps the instance for other modules
//   <Dataclass>.js       exports a class that extends DataClass; <Dataclass>Entity.js one that extends Entity, and
//                        <Dataclass>Selection.js one that extends EntitySelection. Each may have “static exposed” too
//   methods/<method>.js  exports a function: a project method, which /4DACTION/<method> calls
//   DataStore.js         exports a class: functions of the datastore, such as authentify()
// All calls are synchronous, as in 4D, and done at once on the real session.

/** The session that this request runs in; `null` when scalable sessions are off. After `restore()` it is the restored one. */
declare const Session: Session4D;

/** An object that the code of all requests sees, whatever their session. Anybody may read it; change it inside `Use`. */
declare const Storage: SharedObject;

/**
 * Locks a shared object, as `Use … End use` does: nobody else changes it while the function runs. Outside, writing throws.
 *
 * ```js
 * Use(Session.storage, () => {
 *   Session.storage.visits = (Session.storage.visits ?? 0) + 1;
 * });
 * ```
 * @param shared `Session.storage`, `Storage`, or an object in one of them
 * @param body what changes it; it cannot be asynchronous
 * @returns what `body` returns
 */
declare function Use<S extends SharedObject, T>(shared: S, body: (shared: S) => T): T;

/** Texts, numbers, booleans, null, and objects and collections of them. */
// biome-ignore lint/suspicious/noExplicitAny: it holds whatever the code puts there
type SharedObject = { [key: string]: any };

/** Source: https://developer.4d.com/docs/API/SessionClass */
interface Session4D {
  /** UUID: 32 upper-case hexadecimal digits. */
  readonly id: string;
  /** Empty until `setPrivileges({ userName })`. */
  readonly userName: string;
  /** Minutes without a request after which the session is closed; fewer than 60 count as 60. */
  idleTimeout: number;
  /** When the session's cookie expires: ISO 8601. */
  readonly expirationDate: string;
  /** Shared by all requests of the session, empty when it begins. Change it inside `Use(Session.storage, …)`. */
  readonly storage: SharedObject;
  readonly info: SessionInfo4D;
  /** True for a session that nobody has signed in to. */
  isGuest(): boolean;
  /**
   * Gives the session privileges.
   * @param privileges one name, several with commas or as a collection, or an object that may name roles and the user too
   * @returns whether it was done; names that roles.json does not know are ignored
   */
  setPrivileges(privileges: string | readonly string[] | Privileges4D): boolean;
  /** Takes all privileges from the session, but not promoted ones. */
  clearPrivileges(): boolean;
  /** The privileges that were set, and all that they include. */
  getPrivileges(): string[];
  /** Whether the session has a privilege, or this request was promoted to it. */
  hasPrivilege(privilege: string): boolean;
  /**
   * Adds a privilege for this request only.
   * @returns a number for `demote()`; 0 when the privilege is unknown, or was there already
   */
  promote(privilege: string): number;
  /** Takes back what `promote()` has added. */
  demote(promotion: number): void;
  /**
   * Makes a one-time passcode, with which another browser or device can take this session over, once.
   * @param lifespan seconds; as long as `idleTimeout` without it
   * @returns 32 upper-case hexadecimal digits, for `$4DSID` in a URL or for `restore()`
   */
  createOTP(lifespan?: number | { lifespan?: number }): string;
  /**
   * Replaces the session of this request by the one that made the passcode.
   * @returns false when the passcode was used, has expired or is unknown, or when its session is gone: then nothing changes
   */
  restore(token: string | undefined): boolean;
}

interface Privileges4D {
  privileges?: string | readonly string[];
  roles?: string | readonly string[];
  userName?: string;
}

interface SessionInfo4D {
  readonly type: 'web' | 'rest';
  readonly userName: string;
  readonly machineName: string;
  readonly IPAddress: string;
  readonly hostType: 'browser';
  readonly creationDateTime: string;
  readonly state: 'active';
  readonly ID: string;
}

/**
 * A request that an entry of HTTPHandlers.json takes. All its properties are read-only.
 * Source: https://developer.4d.com/docs/API/IncomingMessageClass
 */
declare class IncomingMessage {
  private constructor();
  /** Without the host, with the query. */
  readonly url: string;
  /** The parts of the path. */
  readonly urlPath: readonly string[];
  /** The parameters of the query. JSON that stands in single quotes, as in `?p='[1]'`, comes without them. */
  readonly urlQuery: { readonly [name: string]: string | undefined };
  /** Upper case: `GET`. */
  readonly verb: string;
  /** With names in lower case. */
  readonly headers: { readonly [name: string]: string | undefined };
  /** A header, whatever the case of its name; empty when it is not there. */
  getHeader(name: string): string;
  getText(): string;
  getBlob(): Uint8Array;
  /** @throws SyntaxError when the body is no JSON */
  // biome-ignore lint/suspicious/noExplicitAny: what comes in is for the code to judge
  getJSON(): any;
  /** The bytes of a picture; null when the headers name no picture, or the body is none. */
  getPicture(): Uint8Array | null;
}

/**
 * The answer of a request handler. A handler may also return a text, an object, bytes or a picture, which then is the body,
 * or nothing, which gives an empty page.
 * Source: https://developer.4d.com/docs/API/OutgoingMessageClass
 */
declare class OutgoingMessage {
  /** A text, bytes, or what JSON can say. Setting it leaves the headers alone, unlike `setBody()`. */
  body: unknown;
  /** Read-only: use `setHeader()`. */
  readonly headers: { readonly [name: string]: string };
  /** Read-only: use `setStatus()`. */
  readonly status: number;
  /**
   * Sets the body and a Content-Type: `text/plain` for a text, the type of the picture for bytes of a picture,
   * `application/octet-stream` for other bytes, JSON for anything else. Set another Content-Type after it.
   */
  setBody(body: unknown): void;
  /** @throws TypeError when name or value is no text */
  setHeader(name: string, value: string): void;
  /** 200 unless set. */
  setStatus(status: number): void;
}

/** The base of the class DataStore. Source: https://developer.4d.com/docs/ORDA/ordaClasses */
declare class DataStoreImplementation {}

/**
 * The base of a dataclass. There is no database: its functions give the data. Rows that one of them returns become entities.
 * `static primaryKey` names the attribute with the key; it is `ID` without it.
 * Source: https://developer.4d.com/docs/ORDA/ordaClasses
 *
 * ```js
 * export class Users extends DataClass {
 *   static exposed = ['all'];
 *   all() {
 *     return [{ ID: 1, name: 'Jane' }];
 *   }
 * }
 * ```
 */
declare class DataClass {
  /** All entities: an array of objects. Functions of entities and selections need it. */
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is an entity selection
  all?(): any;
  /** The entity with a key; without it, it is looked for in `all()`. */
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is an entity
  get?(key: any): any;
  /** Answers `$filter` of a request: there is no query engine. */
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is an entity selection
  query?(filter: string, entitySet?: any): any;
  /** Answers `$orderby` of a request. */
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is an entity selection
  orderBy?(selection: any, orderBy: string): any;
  /** Gives the entity set that a request names. */
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is an entity selection
  entitySet?(id: string): any;
}

/** The base of the class of an entity. Attributes are its members; getters that `static exposed` lists are computed attributes. */
declare class Entity {
  // biome-ignore lint/suspicious/noExplicitAny: the attributes are those of the rows
  [attribute: string]: any;
  /** The primary key as a text. */
  getKey(): string | undefined;
}

/** The base of the class of an entity selection: an array of entities. */
// biome-ignore lint/suspicious/noExplicitAny: the attributes are those of the rows
declare class EntitySelection extends Array<any> {
  /** The first entity; null when there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: an entity of the project
  first(): any;
  // biome-ignore lint/suspicious/noExplicitAny: an entity of the project
  last(): any;
}

/** WEB GET VARIABLES: what the form or the URL of a `/4DACTION/` request has, by name; of several with one name the first. */
declare function webGetVariables(): { [name: string]: string | undefined };

/** WEB GET HTTP HEADER, for one header; empty when it is not there. */
declare function webGetHttpHeader(name: string): string;

/** WEB Is secured connection: whether the request came over HTTPS. */
declare function webIsSecuredConnection(): boolean;

/** WEB SET HTTP HEADER, for one header. */
declare function webSetHttpHeader(name: string, value: string): void;

/** WEB SEND TEXT. @param type `text/html; charset=utf-8` without it */
declare function webSendText(text: string, type?: string): void;

/** WEB SEND BLOB. @param type `application/octet-stream` without it */
declare function webSendBlob(blob: Uint8Array, type?: string): void;

/** WEB SEND HTTP REDIRECT: 302. */
declare function webSendHttpRedirect(url: string): void;
