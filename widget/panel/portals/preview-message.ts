/** What the panel sends to the frame of its preview. */
import type { PortalSettings } from '../../portal/wire.ts';

export type PreviewStep = 'lookup' | 'receptor' | 'review' | 'issued';

export type PreviewMessage = {
  readonly settings: PortalSettings;
  readonly step: PreviewStep;
  readonly isDark: boolean;
};
