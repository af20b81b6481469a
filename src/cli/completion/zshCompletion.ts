import type { Command } from 'commander';
import { completedCommands, flagsWithValue } from './completedCommands';

/** A script for zsh: to be read by it, or a file `_session-workbench` in its `fpath`. */
export function zshCompletion(program: Command): string {
  const { commands, shared } = completedCommands(program);
  const name = program.name();
  const names = commands.map((each) => each.name);
  const valueCases = [{ name: '*', options: shared }, ...commands].flatMap((command) =>
    command.options
      .filter(({ takesValue }) => takesValue)
      .map(({ flags, values, takesFile, takesFolder }) => {
        const pattern = flags.map((flag) => (command.name === '*' ? `*' ${flag}'` : `'${command.name} ${flag}'`));
        const words = values.length > 0 ? `compadd -- ${values.join(' ')}` : '';
        const behind = `if compset -P 1 '*='; then _files; else ${words}; fi`;
        const work = takesFolder ? '_path_files -/' : takesFile ? (words === '' ? '_files' : behind) : words;
        return `    ${pattern.join('|')}) ${work === '' ? '' : `${work}; `}return ;;`;
      }),
  );
  const others = commands.filter(({ runsOther }) => runsOther).map((each) => each.name);
  const flagCases = commands.map(({ name: each, options }) => {
    const flags = [...new Set([...options, ...shared].flatMap((option) => option.flags))];
    return `      ${each}) compadd -- ${flags.join(' ')} ;;`;
  });
  const wordCases = commands
    .filter(({ places }) => places !== 'files')
    .map(({ name: each, values, places }) => {
      const words = values.length > 0 ? `[[ -n "$given" ]] || compadd -- ${values.join(' ')}` : 'return';
      return `    ${each}) ${places === 'folders' ? '_path_files -/' : words} ;;`;
    });
  return `#compdef ${name}
# Completion of ${name} for zsh. In ~/.zshrc, after compinit: source <(${name} completion zsh)
_session_workbench() {
  local current="$words[CURRENT]" previous="$words[CURRENT-1]" command='' given='' each
  local -i at
  for (( at = 2; at < CURRENT; at++ )); do
    each="$words[at]"
    # What is behind it is another program's.
    if [[ "$each" == '--' ]]; then
      case "$command" in
        ${others.join('|')}) shift at words; (( CURRENT -= at )); _normal ;;
        *) _files ;;
      esac
      return
    fi
    if [[ -z "$command" ]]; then
      case "$each" in
        ${names.join('|')}) command="$each" ;;
      esac
    elif [[ "$each" != -* && "$words[at-1]" != (${flagsWithValue(shared).join('|')}) ]]; then
      given="$each"
    fi
  done
  if [[ "$current" == --*=* ]]; then
    previous="\${current%%=*}"
    compset -P 1 '*='
  fi
  case "$command $previous" in
${valueCases.join('\n')}
  esac
  if [[ "$current" == -* ]]; then
    case "$command" in
      '') compadd -- ${[...new Set(shared.flatMap(({ flags }) => flags))].join(' ')} ;;
${flagCases.join('\n')}
    esac
    return
  fi
  case "$command" in
    '') compadd -- ${names.join(' ')} ;;
${wordCases.join('\n')}
    *) _files ;;
  esac
}
if [[ "$funcstack[1]" == _session* ]]; then
  _session_workbench "$@"
else
  compdef _session_workbench ${name}
fi`;
}
