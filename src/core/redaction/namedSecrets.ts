import { isSecretName, isSecretParameter, isSecretValue, plainName } from '../protocol/secretNames';
import { SecretShapes } from '../protocol/secretShapes';

/**
 * Tells from names what is secret: the names that always stand for a secret, and those that the systems of a server add,
 * because its options choose them.
 */
export class NamedSecrets {
  private readonly own: ReadonlySet<string>;
  private readonly shapes: SecretShapes;

  /**
   * @param own names that the systems add; case and punctuation do not matter
   * @param shapes what secrets of the systems look like, so that they are known without a name
   */
  constructor(own: Iterable<string> = [], shapes: readonly RegExp[] = []) {
    this.own = new Set([...own].map(plainName));
    this.shapes = new SecretShapes(shapes);
  }

  /** Whether a system adds this name. Then everything below it is secret, whatever its form. */
  isOwn(name: string): boolean {
    return this.own.size > 0 && this.own.has(plainName(name));
  }

  /** Covers what has the shape of a secret, wherever it stands and however it is encoded. */
  withoutShapes(text: string): string {
    return this.shapes.covered(text);
  }

  /** Whether a name always stands for a secret. */
  isName(name: string): boolean {
    return isSecretName(name) || this.isOwn(name);
  }

  /** Whether the name of a parameter of a query or a form stands for a secret. */
  isParameter(name: string): boolean {
    return isSecretParameter(name) || this.isOwn(name);
  }

  /** Whether a value is secret by its name, or by its name and its shape. */
  isSecret(name: string, value: string): boolean {
    return this.isOwn(name) || isSecretValue(name, value);
  }
}

/** The names that stand for secrets in every server. */
export const COMMON_SECRETS = new NamedSecrets();
