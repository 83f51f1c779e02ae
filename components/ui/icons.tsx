/**
 * Usher's icons: one stroke on a grid of 24, drawn for it. A library's icons are client components (a context, a class
 * merger, a ref) and would be the only script of pages that otherwise have none. Decoration by definition: the word beside
 * an icon says what it means.
 */
export type Icon = (props: { size?: number; className?: string }) => React.ReactNode;

const icon =
  (d: string): Icon =>
  ({ size = 18, className = '' }) => (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={className}
    >
      <path d={d} />
    </svg>
  );

const RING = 'M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19z';

export const CheckIcon = icon('M5 12.5l4.5 4.5L19 7');
export const CloseIcon = icon('M6 6l12 12M18 6L6 18');
export const ChevronDownIcon = icon('M6 9.5l6 6 6-6');
export const ChevronRightIcon = icon('M9.5 6l6 6-6 6');
export const CopyIcon = icon('M9 9h11v11H9zM5.5 15H4V4h11v1.5');
export const SuccessIcon = icon(`${RING}M8 12.2l2.8 2.8L16 9.5`);
export const AlertIcon = icon(`${RING}M12 7.5V13M12 16.5v.01`);
export const InfoIcon = icon(`${RING}M12 11v5.5M12 7.5v.01`);
export const StopIcon = icon(`${RING}M9 9l6 6M15 9l-6 6`);
export const QuestionIcon = icon(`${RING}M9.3 9.5a2.8 2.8 0 1 1 4 2.5c-.9.5-1.3 1-1.3 2M12 17v.01`);
export const WarningIcon = icon('M12 3.5L22 20.5H2zM12 10v5M12 17.6v.01');
export const ClockIcon = icon(`${RING}M12 7v5l3.5 2`);
export const ExpiredIcon = icon(
  'M4 4l16 16M8 3.3A9.5 9.5 0 0 1 20.7 16M18.5 18.900A9.5 9.5 0 0 1 5.1 5.500M12 7.500V10',
);
export const WaitingIcon = icon(
  'M6 3h12M6 21h12M7.5 3c0 4.5 4.5 5.5 4.5 9s-4.5 4.5-4.5 9M16.5 3c0 4.5-4.5 5.5-4.5 9s4.5 4.5 4.5 9',
);
export const MailIcon = icon('M2.5 5h19v14h-19zM2.5 7l9.5 6.500L21.5 7');
export const PersonIcon = icon('M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.500c0-3.5 3-5.5 7.5-5.500s7.5 2 7.5 5.5');
export const InviteIcon = icon(
  'M9.5 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM2.5 20.500c0-3.5 2.8-5.5 7-5.500s7 2 7 5.500M19 8.500v6M16 11.500h6',
);
export const RolesIcon = icon('M12 2.500l8 3v6c0 4.7-3.2 8.3-8 10-4.8-1.7-8-5.3-8-10v-6zM8.7 11.800l2.4 2.4 4.3-4.4');
export const LeaveIcon = icon('M10 20.500H4v-17h6M15 7.500l4.5 4.5-4.5 4.500M19 12H9');
export const ListIcon = icon('M8.500 6H21M8.500 12H21M8.500 18H21M3.500 6v.01M3.500 12v.01M3.500 18v.01');
export const SearchIcon = icon('M10.500 3.500a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM15.600 15.600L21 21');
export const ImportIcon = icon('M12 3v11M7.500 10l4.500 4.500L16.500 10M4 15.500V20.500h16v-5');
export const BookIcon = icon('M5 3.500h14v17H7a2 2 0 0 1-2-2zM5 18.500a2 2 0 0 1 2-2h12M9 8h6');
export const SettingsIcon = icon('M4 7h9M17 7h3M4 17h3M11 17h9M15 4.500v5M9 14.500v5');
export const MoreIcon = icon('M5 12v.01M12 12v.01M19 12v.01');
export const KeyboardIcon = icon(
  'M2.500 6h19v12h-19zM6.500 10v.01M10.200 10v.01M13.800 10v.01M17.500 10v.01M8 14.300h8',
);
