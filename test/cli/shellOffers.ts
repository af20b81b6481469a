import { spawnSync } from 'node:child_process';
import type { Scratch } from './commandLine';

/** What a shell offers for each of these lines, at whose end the cursor is. */
export type ShellOffers = (scratch: Scratch, script: string, lines: readonly string[]) => Map<string, string[]>;

/** fish prints what it would offer. */
const FISH = `source $argv[1]
for each in $argv[2..-1]
  printf 'for %s\\n' $each
  for found in (complete -C $each)
    printf 'offer %s\\n' (string split -f 1 \\t -- $found)
  end
end`;

/** zsh completes in its line editor only, which needs a terminal. */
const ZSH_TERMINAL = `zmodload zsh/zpty
inner=$1; shift
zpty shell zsh -f -i
zpty -w shell "PROMPT=; GIVEN=( \${(qq)@} ); source \${(q)inner}"
while zpty -r shell chunk; do :; done`;

const ZSH_INNER = `OUTPUT=$GIVEN[1] SCRIPT=$GIVEN[2]
autoload -Uz compinit
compinit -u -D
fpath=( \${SCRIPT:h} $fpath )
if [[ $SCRIPT == */_* ]]; then autoload -Uz \${SCRIPT:t}; compdef \${SCRIPT:t} session-workbench; else source $SCRIPT; fi
unsetopt auto_menu
compadd() {
  local -a hits
  local each
  builtin compadd -A hits "$@"
  for each in "\${hits[@]}"; do print -r -- "offer $IPREFIX$each" >>$OUTPUT; done
  builtin compadd "$@"
}
probe() {
  local each
  for each in "\${(@f)$(<$GIVEN[3])}"; do
    print -r -- "for $each" >>$OUTPUT
    BUFFER=$each CURSOR=$#BUFFER
    zle complete-word
  done
  exit
}
zle -N zle-line-init probe`;

export const SHELL_OFFERS: Readonly<Record<'zsh' | 'fish', ShellOffers>> = {
  zsh: (scratch, script, lines) => {
    const [terminal, inner] = [scratch.file('shell/terminal', ZSH_TERMINAL), scratch.file('shell/inner', ZSH_INNER)];
    const output = scratch.file('shell/output', '');
    // A terminal takes no line that is much longer.
    const asked = scratch.file('shell/lines', lines.join('\n'));
    call('zsh', ['-f', terminal, inner, output, script, asked], scratch);
    return sorted(call('cat', [output], scratch));
  },
  fish: (scratch, script, lines) => sorted(call('fish', ['--no-config', '-c', FISH, script, ...lines], scratch)),
};

function call(program: string, args: readonly string[], scratch: Scratch): string {
  // Shells keep notes at home.
  const env = { ...process.env, HOME: scratch.folder('home'), XDG_CONFIG_HOME: '', XDG_DATA_HOME: '', ZDOTDIR: '' };
  const cwd = scratch.folder('work');
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', cwd, env });
  if (status !== 0 || stderr !== '') throw new Error(`${program} ended with ${status}: ${stderr}`);
  return stdout;
}

/** Files that may be written unquoted are; zsh quotes what it offers, and fish what it puts in. */
function sorted(output: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let last: string[] = [];
  for (const each of output.split('\n')) {
    if (each.startsWith('for ')) {
      last = [];
      found.set(each.slice(4), last);
    }
    if (each.startsWith('offer ')) last.push(each.slice(6).replaceAll('\\', '').replace(/\/$/, ''));
  }
  return found;
}
