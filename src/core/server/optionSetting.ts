/** Options whose members are in a setting that is not their name with `Options` behind it. */
const OBJECTS: Readonly<Record<string, string>> = { https: 'httpsCertificate' };

/** Options that are an object and nothing else, so that no setting has their name. */
const ONLY_OBJECTS: readonly string[] = ['mobile', 'platform'];

/** What is chosen often has a setting of its own, however deep it is. */
const CHOSEN_OFTEN: Readonly<Record<string, string>> = {
  'mobile.policy.otherwise.outcome': 'outcome',
  'mobile.policy.otherwise.mail': 'mail',
  'upstream.url': 'upstream',
};

/** The parts of the policy stand in the setting beside the other options of mobile apps. */
const POLICY = /^mobile\.policy(\.|$)/;

/**
 * Where the settings of VS Code have an option of the server: the name of the setting below that of the server's section,
 * and the names inside it.
 * @param option such as `web.bodyMb`
 */
export function optionSetting(option: string): readonly [name: string, ...path: string[]] {
  const often = CHOSEN_OFTEN[option];
  if (often !== undefined) return [often];
  const [name = '', ...path] = option.replace(POLICY, 'mobile$1').split('.');
  const isInObject = path.length > 0 || ONLY_OBJECTS.includes(name);
  return [isInObject ? (OBJECTS[name] ?? `${name}Options`) : name, ...path];
}
