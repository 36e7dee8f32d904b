/**
 * The certificate of the TLS listener: made on first use, signed by itself, kept in the state folder as
 * `remote-certificate.pem` and `remote-key.pem` (0600). Consoles know it by its fingerprint, so it stays as long as the
 * files do; its dates count for nobody.
 */
import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import type { Refusal } from '../../model/refusal.ts';
import { failure, success } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { readTextIfThere, writeFileDurably } from '../durable-file.ts';
import { stateFolderRefusal, systemReason } from '../state-folder.ts';

export interface RemoteCertificate {
  readonly certificate: string;
  readonly key: string;
  /** SHA-256, as `AB:CD:...`. */
  readonly fingerprint: string;
}

const validYears = 20;

export async function remoteCertificate(stateFolder: string, hostName: string): Promise<Result<RemoteCertificate, Refusal>> {
  const certificateFile = join(stateFolder, 'remote-certificate.pem');
  const keyFile = join(stateFolder, 'remote-key.pem');
  try {
    const certificate = readTextIfThere(certificateFile);
    const key = readTextIfThere(keyFile);
    if (certificate !== null && key !== null) return success({ certificate, key, fingerprint: fingerprintOf(certificate) });
    const made = await makeCertificate(hostName);
    writeFileDurably(keyFile, made.key);
    writeFileDurably(certificateFile, made.certificate);
    return success(made);
  } catch (error) {
    return failure(stateFolderRefusal(stateFolder, `the certificate for remote consoles: ${systemReason(error)}`));
  }
}

async function makeCertificate(hostName: string): Promise<RemoteCertificate> {
  // Of CommonJS: a part of the built program that is loaded on demand has only its default.
  const { default: { generate } } = await import('selfsigned');
  const notBeforeDate = new Date();
  const notAfterDate = new Date(notBeforeDate);
  notAfterDate.setUTCFullYear(notBeforeDate.getUTCFullYear() + validYears);
  const { cert, private: key } = await generate([{ name: 'commonName', value: hostName.slice(0, 64) }],
    { keyType: 'ec', curve: 'P-256', algorithm: 'sha256', notBeforeDate, notAfterDate });
  return { certificate: cert, key, fingerprint: fingerprintOf(cert) };
}

function fingerprintOf(certificate: string): string {
  return new X509Certificate(certificate).fingerprint256;
}
