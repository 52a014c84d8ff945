/** What the panel sends to the frame of its preview. */
import type { Locale, PortalSettings } from '../../portal/wire.ts';

export type PreviewStep = 'lookup' | 'receptor' | 'review' | 'issued' | 'late';

export type PreviewMessage = {
  readonly settings: PortalSettings;
  readonly step: PreviewStep;
  readonly isDark: boolean;
  readonly locale: Locale;
};
