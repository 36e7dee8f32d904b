/** What the relay needs of a host beside this one, of whatever kind. */
import type { OtherHostView } from '../../model/views.ts';
import type { RelayedConversation, TextCarrier } from './text-carrier.ts';

export interface OtherHost {
  readonly view: OtherHostView;
  open(carrier: TextCarrier): RelayedConversation;
  /** After its conversations were ended. */
  close(): Promise<void>;
}
