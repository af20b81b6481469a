import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { duplexPair } from 'node:stream';
import tls from 'node:tls';
import type { FileLimit } from '../../../core/files/fileFault';
import { UserFileError } from '../../../core/files/userFileError';
import { readUserFile } from '../../../disk/userFile';
import type { HttpsFiles } from '../options/options';
import type { Certificate } from './certificate';

/** A long chain has about ten thousand bytes. */
const CERTIFICATE_LIMIT: FileLimit = { bytes: 1_000_000, name: 'CERTIFICATE_LIMIT' };
/** The first byte of the ASN.1 formats that are not PEM. */
const DER_START = 0x30;
const ENOUGH_BITS = 2048;

const CERTIFICATE = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/;
const PRIVATE_KEY = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/;
const SWAPPED = 'perhaps the files of “https.cert” and “https.key” are the wrong way round';

/**
 * Reads the certificate and the key from the files in the options, and checks that clients can connect with them. The
 * checks are needed because OpenSSL accepts files with which no handshake succeeds, and its messages name no file.
 * @param log receives warnings about a certificate that some clients may refuse
 * @throws Error that says which option names which file, what is wrong with it, and what to do
 */
export async function certificateIn(files: HttpsFiles, log: (line: string) => void): Promise<Certificate> {
  // One after the other, so that the same problem is reported each time if both files are wrong.
  const certificates = await read('cert', files.cert);
  const chain = chainIn(certificates, files.cert);
  const privateKey = privateKeyIn(await read('key', files.key), files.key);
  assertPair(chain, privateKey, files);
  // Converted to PEM again, because OpenSSL does not accept a byte order mark or spaces at the beginning.
  const cert = chain.map((each) => each.toString()).join('');
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  await assertConnects({ cert, key }, privateKey, files);
  tellTimes(chain, files.cert, log);
  return { cert, key };
}

/** Reads a PEM file. It may be a link, as created by tools that renew certificates. */
async function read(option: 'cert' | 'key', file: string): Promise<Buffer> {
  try {
    return (await readUserFile(file, { limit: CERTIFICATE_LIMIT })).bytes;
  } catch (error) {
    throw error instanceof UserFileError ? new Error(error.about(`${placeOf(option, file)}, which`)) : error;
  }
}

/** The certificates in a file. The server's own is the first. */
function chainIn(bytes: Buffer, file: string): readonly [X509Certificate, ...X509Certificate[]] {
  const refuse = refusing('cert', file);
  const text = bytes.toString();
  if (text.trim() === '') refuse('is empty; give the PEM file of a certificate');
  const beginning = CERTIFICATE.exec(text);
  if (!beginning) {
    if (PRIVATE_KEY.test(text)) refuse(`holds a private key and no certificate; ${SWAPPED}`);
    if (bytes[0] === DER_START) {
      const command = isCertificate(bytes)
        ? `openssl x509 -inform der -in ${file} -out cert.pem`
        : `openssl pkcs12 -in ${file} -nokeys -out cert.pem`;
      refuse(`is no PEM file, but in a binary form; convert it, such as with “${command}”`);
    }
    refuse('holds no certificate as a PEM file has it (“-----BEGIN CERTIFICATE-----”); give one that does');
  }
  const blocks = blocksIn(text, CERTIFICATE);
  if (blocks.some((block) => block === undefined)) refuse('breaks off within a certificate; copy the whole file again');
  const read = blocks.map((block) => certificateOrNothing(block ?? ''));
  const damaged = read.indexOf(undefined);
  if (damaged >= 0) {
    const which = read.length === 1 ? 'a certificate' : `${read.length} certificates, of which number ${damaged + 1}`;
    refuse(`holds ${which}${read.length === 1 ? ' that' : ''} cannot be read; it is damaged: get the file again`);
  }
  const [own, ...others] = read.flatMap((each) => each ?? []);
  return own ? [own, ...others] : refuse('holds no certificate; give one that does');
}

function privateKeyIn(bytes: Buffer, file: string): KeyObject {
  const refuse = refusing('key', file);
  const text = bytes.toString();
  if (text.trim() === '') refuse('is empty; give the PEM file of the private key');
  if (!PRIVATE_KEY.test(text)) {
    if (CERTIFICATE.test(text)) refuse(`holds a certificate and no private key; ${SWAPPED}`);
    if (/-----BEGIN (?:[A-Z0-9]+ )*PUBLIC KEY-----/.test(text))
      refuse('holds a public key; give the private key that belongs to it');
    if (bytes[0] === DER_START) {
      const command = isPrivateKey(bytes)
        ? `openssl pkey -inform der -in ${file} -out key.pem`
        : `openssl pkcs12 -in ${file} -nocerts -nodes -out key.pem`;
      refuse(`is no PEM file, but in a binary form; convert it, such as with “${command}”`);
    }
    refuse('holds no private key as a PEM file has it (“-----BEGIN PRIVATE KEY-----”); give one that does');
  }
  // OpenSSL uses the first private key too.
  const [block] = blocksIn(text, PRIVATE_KEY);
  if (block === undefined) return refuse('breaks off within the private key; copy the whole file again');
  if (/^-----BEGIN ENCRYPTED |^Proc-Type: *4, *ENCRYPTED/m.test(block)) {
    refuse(
      `is protected by a passphrase, which nobody can type here; give the key without one, such as by “openssl pkey -in ${file} -out key.pem”`,
    );
  }
  try {
    return createPrivateKey(block);
  } catch {
    return refuse('holds a private key that cannot be read; it is damaged, or of a kind that TLS has not');
  }
}

function assertPair(
  [own, ...others]: readonly [X509Certificate, ...X509Certificate[]],
  key: KeyObject,
  files: HttpsFiles,
) {
  if (isKeyOf(own, key)) return;
  if (others.some((each) => isKeyOf(each, key))) {
    refusing(
      'cert',
      files.cert,
    )(
      `begins with another certificate than that of the key in ${files.key}; put that one first, and those that signed it behind`,
    );
  }
  refusing(
    'key',
    files.key,
  )(`is not the key of the certificate in ${files.cert} (“https.cert”); give two files that belong together`);
}

/**
 * Runs a TLS handshake in memory. If it fails, the handshake of every client would fail.
 * @throws Error that names the file
 */
async function assertConnects(certificate: Certificate, key: KeyObject, { cert }: HttpsFiles): Promise<void> {
  try {
    await shakeHands(tls.createSecureContext(certificate));
  } catch (error) {
    const { code = '', message, reason = message } = error as NodeJS.ErrnoException & { readonly reason?: string };
    const bits = key.asymmetricKeyDetails?.modulusLength ?? ENOUGH_BITS;
    const remedy = `make one with an RSA key of ${ENOUGH_BITS} bits or an EC key on P-256, signed with SHA-256`;
    if (bits < ENOUGH_BITS)
      refusing('cert', cert)(`has a key of ${bits} bits only, which TLS takes for too weak; ${remedy}`);
    if (/MD_TOO_WEAK/.test(code)) refusing('cert', cert)(`is signed in a way that TLS takes for too weak; ${remedy}`);
    refusing('cert', cert)(`cannot be used for TLS with its key (${reason}); ${remedy}`);
  }
}

function shakeHands(secureContext: tls.SecureContext): Promise<void> {
  const [near, far] = duplexPair();
  const server = new tls.TLSSocket(near as never, { isServer: true, secureContext });
  const client = tls.connect({ socket: far, rejectUnauthorized: false, checkServerIdentity: () => undefined });
  return new Promise<void>((resolve, reject) => {
    // The error of the server says more than the alert that the client receives, so the server's error is preferred.
    server.once('error', reject);
    client.once('error', (error) => setImmediate(() => reject(error)));
    client.once('secureConnect', () => resolve());
  }).finally(() => {
    for (const socket of [client, server]) socket.on('error', () => {}).destroy();
  });
}

/** Warns about certificates that are not valid now. It uses the machine's time, as clients do. */
function tellTimes(chain: readonly X509Certificate[], file: string, log: (line: string) => void): void {
  const now = Date.now();
  for (const { validFrom, validTo } of chain) {
    const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
    const what =
      to < now
        ? `over since ${new Date(to).toISOString()}`
        : from > now && `not good before ${new Date(from).toISOString()}`;
    if (what === false) continue;
    log(`“https.cert” names ${file}, which has a certificate that is ${what}; clients refuse it, so give another.`);
    return;
  }
}

/** The blocks of one kind, with their first and last lines. A block without an end is undefined. */
function blocksIn(text: string, kind: RegExp): (string | undefined)[] {
  return [...text.matchAll(new RegExp(kind, 'g'))].map(({ 0: begin, index }) => {
    const end = begin.replace('BEGIN', 'END');
    const rest = text.slice(index + begin.length);
    const at = rest.indexOf(end);
    const next = rest.indexOf('-----BEGIN ');
    return at < 0 || (next >= 0 && next < at) ? undefined : `${begin}${rest.slice(0, at)}${end}\n`;
  });
}

function certificateOrNothing(content: string | Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(content);
  } catch {
    return undefined;
  }
}

function isCertificate(bytes: Buffer): boolean {
  return certificateOrNothing(bytes) !== undefined;
}

function isPrivateKey(key: Buffer): boolean {
  return (['pkcs8', 'pkcs1', 'sec1'] as const).some((type) => {
    try {
      createPrivateKey({ key, format: 'der', type });
      return true;
    } catch {
      return false;
    }
  });
}

function isKeyOf(certificate: X509Certificate, key: KeyObject): boolean {
  try {
    return certificate.checkPrivateKey(key);
  } catch {
    return false;
  }
}

function refusing(option: 'cert' | 'key', file: string): (words: string) => never {
  return (words) => {
    throw new Error(`${placeOf(option, file)}, which ${words}`);
  };
}

function placeOf(option: 'cert' | 'key', file: string): string {
  return `“https.${option}” names ${file}`;
}
