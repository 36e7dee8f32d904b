/** The calls that carry a command. A command of the model is read-only, the contract's input is not: one cast, here. */
import type { CallInput, CallOutputs } from '../host/contract.ts';
import type { Command, VolumeGrow, VolumeMake } from '../model/command.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import type { HostConnection } from './tool.ts';

type CommandInput = CallInput<'command.run'>['command'];

export function planOnHost(connection: HostConnection, command: Command): Promise<Result<CallOutputs['command.plan'], Refusal>> {
  return connection.call('command.plan', { command: command as CommandInput });
}

export function runOnHost(connection: HostConnection, command: Command): Promise<Result<CallOutputs['command.run'], Refusal>> {
  return connection.call('command.run', { command: command as CommandInput });
}

export function maximumOnHost(
  connection: HostConnection, command: VolumeMake | VolumeGrow,
): Promise<Result<CallOutputs['volume.maximum'], Refusal>> {
  return connection.call('volume.maximum', { command: command as CommandInput });
}
