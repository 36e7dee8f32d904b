/** Serving a group's volumes over TCP: off unless set here, kept in the host's settings, and on again at the next start. */
import { readFileSync } from 'node:fs';
import type { TcpListening } from '../group/runtime-protocol.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { ParsedInput } from './call-dispatch.ts';
import type { CallOutputs } from './contract.ts';
import type { RunningGroup } from './running-groups.ts';
import type { HostSettings, TcpSetting } from './settings.ts';
import { systemReason } from './state-folder.ts';

/** What the runtime is told; null for off. The files are read anew each time, so that a renewed certificate is taken. */
export function tcpListening(setting: TcpSetting | null): Result<TcpListening | null, Refusal> {
  if (setting === null) return success(null);
  const { address, port, certificateFile, keyFile, allow } = setting;
  if (certificateFile === '' && keyFile === '') return success({ address, port, tls: null, allow });
  const certificate = readPem(certificateFile, 'certificate');
  if (!certificate.ok) return certificate;
  const key = readPem(keyFile, 'key');
  if (!key.ok) return key;
  return success({ address, port, tls: { certificate: certificate.value, key: key.value }, allow });
}

/** The server itself refuses an address beyond loopback without TLS or a list of who may connect. */
export async function setTcp(
  settings: HostSettings, group: RunningGroup, input: ParsedInput<'tcp.set'>,
): Promise<Result<CallOutputs['tcp.set'], Refusal>> {
  const { enabled, address, port, certificateFile, keyFile, allow } = input;
  const wanted: TcpSetting | null = enabled ? { address, port, certificateFile, keyFile, allow } : null;
  const listening = tcpListening(wanted);
  if (!listening.ok) return listening;
  const answer = await group.link.request({ kind: 'listen', tcp: listening.value });
  if (!answer.ok) {
    const { code, evidence, remedy } = answer.error;
    return failure({ code, subject: { kind: 'group', name: group.name, id: group.id }, evidence, remedy });
  }
  const bound = answer.value as CallOutputs['tcp.set'];
  const kept = settings.setTcp(group.id, wanted === null ? null : { ...wanted, port: bound.port });
  return kept.ok ? success(bound) : kept;
}

function readPem(file: string, argument: string): Result<string, Refusal> {
  const subject = { kind: 'host', name: '' } as const;
  if (file === '') {
    return failure(refusal('argument.invalid', subject, { argument, reason: 'is missing: certificate and key go together' },
      'Name both files.'));
  }
  try {
    return success(readFileSync(file, 'utf8'));
  } catch (error) {
    return failure(refusal('argument.invalid', subject, { argument, given: file, reason: `cannot be read: ${systemReason(error)}` },
      'Name a PEM file that the host may read.'));
  }
}
