import type { Command } from 'commander';
import { type CompletedOption, completedCommands, flagsWithValue } from './completedCommands';

/**
 * A script for bash from 3.2 on. It has all words in it, so that no completion starts the program. Files are left to bash, which knows how
 * to quote their names.
 */
export function bashCompletion(program: Command): string {
  const { commands, shared } = completedCommands(program);
  const name = program.name();
  const names = commands.map((each) => each.name);
  const flagsOf = (options: readonly CompletedOption[]) =>
    [...new Set(options.flatMap(({ flags }) => flags))].join(' ');
  const valueCases = [{ name: '*', options: shared }, ...commands].flatMap((command) =>
    command.options
      .filter(({ takesValue }) => takesValue)
      .map(({ flags, values, takesFile, takesFolder }) => {
        const pattern = flags.map((flag) => (command.name === '*' ? `*' ${flag}'` : `'${command.name} ${flag}'`));
        return `    ${pattern.join('|')}) values='${values.join(' ')}'; isValue=${takesFolder ? 'folder' : takesFile ? 'file' : 'word'} ;;`;
      }),
  );
  const others = commands.filter(({ runsOther }) => runsOther).map((each) => each.name);
  const commandCases = commands.map(
    ({ name: each, options, values, places }) =>
      `    ${each}) flags='${flagsOf([...options, ...shared])}'; words='${values.join(' ')}'; places=${places} ;;`,
  );
  return `# Completion of ${name} for bash. In ~/.bashrc: source <(${name} completion bash)
_session_workbench() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous='' command='' values='' flags='' words='' isValue='' places=files given='' before='' at each
  COMPREPLY=()
  if [ "$COMP_CWORD" -gt 0 ]; then previous="\${COMP_WORDS[COMP_CWORD-1]}"; fi
  # bash takes --option=value for three words.
  if [ "$current" = '=' ]; then
    current=''
  elif [ "$previous" = '=' ] && [ "$COMP_CWORD" -gt 1 ]; then
    previous="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  for (( at = 1; at < COMP_CWORD; at++ )); do
    each="\${COMP_WORDS[at]}"
    # What is behind it is another program's.
    if [ "$each" = '--' ]; then
      case "$command" in
        ${others.join('|')}) ;;
        *) return ;;
      esac
      if declare -F _command_offset >/dev/null; then
        _command_offset $(( at + 1 ))
      elif [ "$COMP_CWORD" = $(( at + 1 )) ] && [ -n "$current" ]; then
        COMPREPLY=( $(compgen -c -- "$current") )
      fi
      return
    fi
    if [ -z "$command" ]; then
      case "$each" in
        ${names.join('|')}) command="$each" ;;
      esac
    else
      case "$before $each" in
        *' -'*|*' ='|'= '*${flagsWithValue(shared)
          .map((flag) => `|'${flag} '*`)
          .join('')}) ;;
        *) given="$each" ;;
      esac
    fi
    before="$each"
  done
  case "$command $previous" in
${valueCases.join('\n')}
  esac
  if [ -n "$isValue" ]; then
    if [ -n "$values" ]; then COMPREPLY=( $(compgen -W "$values" -- "$current") ); fi
    # Files would be no help, and bash before 4 cannot leave them out.
    case "$isValue" in
      word) compopt +o default +o bashdefault 2>/dev/null ;;
      folder) compopt +o default +o bashdefault -o dirnames 2>/dev/null ;;
    esac
    return
  fi
  case "$command" in
    '') flags='${flagsOf(shared)}'; words='${names.join(' ')}' ;;
${commandCases.join('\n')}
  esac
  case "$current" in
    -*) COMPREPLY=( $(compgen -W "$flags" -- "$current") ) ;;
    *)
      if [ -n "$words" ] && [ -z "$given" ]; then COMPREPLY=( $(compgen -W "$words" -- "$current") ); fi
      case "$places" in
        none) compopt +o default +o bashdefault 2>/dev/null ;;
        folders) compopt +o default +o bashdefault -o dirnames 2>/dev/null ;;
      esac ;;
  esac
}
complete -o bashdefault -o default -F _session_workbench ${name}`;
}
