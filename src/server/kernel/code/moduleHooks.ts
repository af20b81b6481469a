// Loaded by Node in a thread of its own, where the thread with a developer's code cannot check what it imports.
import { askedByImport, fileOfUrl } from './importAsked';
import { ModuleChecks } from './moduleChecks';

interface Context {
  readonly parentURL?: string | undefined;
}

interface Resolved {
  readonly url: string;
}

const checks = new ModuleChecks();

export async function resolve(
  specifier: string,
  context: Context,
  next: (specifier: string, context: Context) => Promise<Resolved>,
): Promise<Resolved> {
  const asked = askedByImport(specifier, context.parentURL);
  if (!asked) return next(specifier, context);
  checks.asked(asked);
  let found: Resolved;
  try {
    found = await next(specifier, context);
  } catch (error) {
    throw checks.missing(asked, error);
  }
  const file = fileOfUrl(found.url);
  if (file !== undefined) checks.found(asked, file);
  return found;
}
