import { contentText } from '../compliance/contentText';
import { REDACTED } from '../protocol/redacted';
import { coveredParts } from '../redaction/coveredParts';
import type { DamagedSession } from './damagedSession';

/** A shorter part of a token between dots tells nothing. */
const SHORTEST_PART = 8;

/**
 * A text that is made of what a session file has, such as an id that is part of another one. What is covered in the file itself is
 * covered in it, too.
 */
export function derivedText(session: DamagedSession, text: string): string {
  const shown = secretParts(session).reduce((rest, part) => rest.replaceAll(part, REDACTED), text);
  return contentText(shown);
}

function secretParts({ file, fields, tokenIds }: DamagedSession): string[] {
  const { name, applicationFolder, beside } = file;
  const { applicationId, teamId, sessionId } = fields;
  const sources = [name, applicationFolder, applicationId, teamId, sessionId];
  const others = [
    tokenIds?.applicationId,
    tokenIds?.teamId,
    beside?.applicationId,
    beside?.teamId,
    beside?.applicationName,
  ];
  const parts = [...sources, ...others].flatMap((source) => {
    const shown = source === undefined ? source : contentText(source);
    if (source === undefined || shown === undefined || shown === source) return [];
    return coveredParts(source, shown).flatMap((part) => [part, ...part.split('.')]);
  });
  return [...new Set(parts)]
    .filter(({ length }) => length >= SHORTEST_PART)
    .sort((one, other) => other.length - one.length);
}
