import { canonicalPath, canonicalSegments } from '../protocol/canonicalPath';
import { functionPath } from '../protocol/functionPath';
import { isLoginSegment } from '../protocol/loginPath';
import { isSecretName, isSecretParameter, isSecretValue, plainName } from '../protocol/secretNames';
import { SecretShapes } from '../protocol/secretShapes';
import { comparesSecret, isLoginQuery } from './loginQuery';
import { ownerInBrackets } from './memberPath';
import { hasShapeOfName, isContainerOfLogin, isKeyOfLogin, isShownInLogin } from './shownInLogin';

/** What is secret in one server besides what is secret in all of them. */
export interface OwnSecrets {
  /** Names that the systems add; case and punctuation do not matter. */
  readonly names?: Iterable<string>;
  /** What secrets of the systems look like, so that they are known without a name. */
  readonly shapes?: Iterable<RegExp>;
  /** Paths of logins that do not say so, because the options have moved them. */
  readonly logins?: Iterable<string>;
  /** Tells whether a word is a passcode or a key that the server has made and that may still be good. */
  readonly isLive?: (word: string) => boolean;
  /**
   * Whether a login has no secrets but those that names, shapes and places without names tell, for what was written by hand:
   * who wrote it is asked for no other secret. Otherwise all is secret in it that is not known to be harmless.
   */
  readonly isByName?: boolean;
}

/**
 * Tells from names what is secret: the names that always stand for a secret, and those that the systems of a server add,
 * because its options choose them.
 */
export class NamedSecrets {
  private readonly own: ReadonlySet<string>;
  private readonly logins: ReadonlySet<string>;
  private readonly shapes: SecretShapes;
  private readonly known: SecretShapes;
  private readonly isByName: boolean;

  constructor({ names = [], shapes = [], logins = [], isLive, isByName = false }: OwnSecrets = {}) {
    this.isByName = isByName;
    this.own = new Set([...names].map(plainName));
    this.logins = new Set([...logins].map(canonicalPath));
    this.shapes = new SecretShapes(shapes, isLive);
    this.known = new SecretShapes(shapes, isLive, false);
  }

  /** Whether these are the secrets of a login: what is not known to be harmless is secret in it. */
  get isLogin(): boolean {
    return false;
  }

  /** Whether parameters without names are secret, because they may be those of any function. */
  get isPositional(): boolean {
    return false;
  }

  /** The secrets of a text inside a member or a parameter. Names in it are not those of the request. */
  get inside(): NamedSecrets {
    return this;
  }

  /** Whether a body without a form that is known is secret as a whole, because the route takes only JSON. */
  get takesOnlyJson(): boolean {
    return false;
  }

  /** Whether a request is a login, by the path of its URL, or by the function that its query calls. */
  isLoginUrl(url: string): boolean {
    return this.logins.has(canonicalPath(url)) || canonicalSegments(url).some(isLoginSegment) || isLoginQuery(url);
  }

  /** The secrets of a request to a URL, which may be that of a login. */
  at(url: string): NamedSecrets {
    if (this.isLoginUrl(url)) return this.asLogin();
    const path = functionPath(canonicalSegments(url));
    if (path) return new PositionalSecrets(this, path.isRest);
    return comparesSecret(url, this) ? new PositionalSecrets(this, false) : this;
  }

  /** The secrets of a form, which may call a login as a query does. */
  inForm(form: string): NamedSecrets {
    return !this.isLogin && isLoginQuery(`?${form}`) ? this.asLogin() : this;
  }

  /** The same secrets for a request that is a login, whatever its URL. */
  asLogin(): NamedSecrets {
    return this.isByName ? new PositionalSecrets(this, false) : new LoginSecrets(this);
  }

  /** Whether a system adds this name. Then everything below it is secret, whatever its form. */
  isOwn(name: string): boolean {
    return this.own.size > 0 && this.own.has(plainName(name));
  }

  /** Whether a member of a body holds the parameters of a login, which may have no names. */
  isContainer(_name: string): boolean {
    return false;
  }

  /**
   * Whether a value may be shown under its name. In a login, few names are known to be harmless, and only with a value that
   * has the shape of what they stand for.
   * @param isInList whether the value is one of several under the name
   */
  fits(_name: string, _value: string, _isInList = false): boolean {
    return true;
  }

  /** Whether the name of a member or a parameter may be shown. In a login, it may be a password itself. */
  isShownName(_name: string): boolean {
    return true;
  }

  /**
   * Covers what has the shape of a secret, wherever it stands and however it is encoded.
   * @param name of the member, header or parameter that has the text
   */
  withoutShapes(text: string, name?: string): string {
    return this.shapes.covered(text, undefined, name);
  }

  /** Covers what is known to be a secret. Random text may be the name of a file, and stays: for a log. */
  withoutKnown(text: string): string {
    return this.known.covered(text);
  }

  /** Whether a name always stands for a secret. */
  isName(name: string): boolean {
    return isSecretName(name) || this.isOwn(name);
  }

  /** Whether the name of a parameter of a query or a form stands for a secret. */
  isParameter(name: string): boolean {
    const owner = ownerInBrackets(name);
    return isSecretParameter(name) || this.isOwn(name) || (owner !== undefined && isSecretParameter(owner));
  }

  /** Whether a value is secret by its name, or by its name and its shape. */
  isSecret(name: string, value: string): boolean {
    return this.isOwn(name) || isSecretValue(name, value);
  }
}

/** The secrets of a place where values have names that nobody knows, or none. */
class SecretsOfUnnamed extends NamedSecrets {
  constructor(protected readonly base: NamedSecrets) {
    super();
  }

  override get isPositional(): boolean {
    return true;
  }

  override get inside(): NamedSecrets {
    return this.base;
  }

  override at(): NamedSecrets {
    return this;
  }

  override isOwn(name: string): boolean {
    return this.base.isOwn(name);
  }

  override isContainer(name: string): boolean {
    return isContainerOfLogin(name);
  }

  override withoutShapes(text: string, name?: string): string {
    return this.base.withoutShapes(text, name);
  }
}

/** The secrets of a function that a developer has written. Nobody knows which of its parameters is a password. */
class PositionalSecrets extends SecretsOfUnnamed {
  constructor(
    base: NamedSecrets,
    private readonly isRest: boolean,
  ) {
    super(base);
  }

  override get takesOnlyJson(): boolean {
    return this.isRest;
  }

  override asLogin(): NamedSecrets {
    return this.base.asLogin();
  }
}

/**
 * The secrets of a login. What a developer's function takes has names that nobody knows, or none. So everything in it is
 * secret, but what is known to be a user, a device or an option.
 */
class LoginSecrets extends SecretsOfUnnamed {
  override get isLogin(): boolean {
    return true;
  }

  override asLogin(): NamedSecrets {
    return this;
  }

  override isOwn(name: string): boolean {
    return super.isOwn(name) || (!isContainerOfLogin(name) && !isShownInLogin(name));
  }

  override fits(name: string, value: string, isInList = false): boolean {
    return hasShapeOfName(name, value, isInList);
  }

  override isShownName(name: string): boolean {
    return isKeyOfLogin(name);
  }
}

/** The names that stand for secrets in every server. */
export const COMMON_SECRETS = new NamedSecrets();
