import type { TextStretch } from '../base/changedStretches';
import { isSecretName } from '../protocol/secretNames';
import { isNothing } from '../protocol/talkOfSecret';

/** An option of a command and its value. */
const OPTION = /(?<![\w-])--?([A-Za-z][\w-]{0,40})(?:\s{1,4}|=)(["']?)/g;
/** The option of `curl` and others that has a user and a password. */
const USER =
  /(?<![\w-])(?:-[uU]|--(?:proxy-)?user(?:name)?)(?:\s{1,4}|=)?["']?[^\s:"'`“”=-][^\s:"'`“”]{0,63}:(?!\/\/)/g;
const VALUE = /[^\s"'`“”‘’«»<>]+/y;
/** User and group are numbers. */
const ID = /^\d{1,6}$/;
/** Programs with an option of one letter that has a password. Elsewhere the same letter is a port, a path or a profile. */
const PROGRAMS: readonly (readonly [program: RegExp, option: RegExp])[] = [
  [/(?<![\w.-])(?:mysql|mariadb)[\w-]{0,16}(?![\w-])/gi, /(?<=\s)-p["']?(?=[^\s"'-])/g],
  [
    /(?<![\w.-])(?:sshpass|mongo(?:sh|dump|restore|import|export)?|cqlsh|rdesktop|7z[ar]?|rar|unrar|ncftp)(?![\w-])/gi,
    /(?<=\s)-h?p\s{0,4}["']?(?=[^\s"'-])/g,
  ],
  [
    /(?<![\w.-])(?:(?:docker|podman|nerdctl|buildah|skopeo|az|oc|helm\s{1,4}registry|crane\s{1,4}auth)\s{1,4}login)(?![\w-])/gi,
    /(?<=\s)-p\s{0,4}["']?(?=[^\s"'-])/g,
  ],
  [
    /(?<![\w.-])(?:zip|unzip|zipcloak|sqlcmd|isql|osql|bcp|ipmitool|mosquitto_(?:pub|sub))(?![\w-])/gi,
    /(?<=\s)-P\s{0,4}["']?(?=[^\s"'-])/g,
  ],
  [/(?<![\w.-])(?:redis-cli|valkey-cli|snmp\w{2,12})(?![\w-])/gi, /(?<=\s)-[aAX]\s{0,4}["']?(?=[^\s"'-])/g],
  [/(?<![\w.-])ldap\w{3,10}(?![\w-])/gi, /(?<=\s)-w\s{0,4}["']?(?=[^\s"'-])/g],
];
const FURTHEST = 200;

/** Where a command has passwords in a text: behind an option that says so, or behind the letter that means one in this program. */
export function* commandSecrets(text: string): Generator<TextStretch> {
  if (!text.includes('-')) return;
  for (const { 0: all, 1: name = '', index } of text.matchAll(OPTION)) {
    if (!isSecretName(name)) continue;
    const start = index + all.length;
    const end = endOf(text, start);
    if (end > start && text[start] !== '-' && !isNothing(text.slice(start, end))) yield { start, end };
  }
  for (const { 0: all, index } of text.matchAll(USER)) {
    const start = index + all.length;
    const end = endOf(text, start);
    const value = text.slice(start, end);
    if (value !== '' && !isNothing(value) && !ID.test(value)) yield { start, end };
  }
  for (const [program, option] of PROGRAMS) yield* behindProgram(text, program, option);
}

function* behindProgram(text: string, program: RegExp, option: RegExp): Generator<TextStretch> {
  let passed = 0;
  for (const { 0: all, index } of text.matchAll(program)) {
    const from = Math.max(passed, index + all.length);
    const line = text.slice(from, from + FURTHEST).split(/[\r\n|;&]/, 1)[0] ?? '';
    for (const { 0: found, index: at } of line.matchAll(option)) {
      const start = from + at + found.length;
      const end = endOf(text, start);
      if (end > start) yield { start, end };
      passed = Math.max(passed, end);
    }
  }
}

function endOf(text: string, start: number): number {
  VALUE.lastIndex = start;
  return VALUE.test(text) ? VALUE.lastIndex : start;
}
