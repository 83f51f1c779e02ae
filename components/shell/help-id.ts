export const HELP_ID = 'keyboard-help';
