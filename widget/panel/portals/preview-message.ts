/** What the panel sends to the frame of its preview. */
import type { Locale, PortalSettings } from '../../portal/wire.ts';

/** The screens that the preview can show. */
export type PreviewStep = 'lookup' | 'receptor' | 'review' | 'issued' | 'late';

/** What the editor posts to the preview's frame. */
export type PreviewMessage = {
  readonly settings: PortalSettings;
  readonly step: PreviewStep;
  readonly isDark: boolean;
  readonly locale: Locale;
};
