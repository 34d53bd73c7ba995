/** A change of a rule that makes no difference, as its report begins, and why. */
type Exemption = { change: string; because: string };

/**
 * Changes that no example can notice. There are few, and each has to be argued for: a part of a
 * pattern that makes no difference is to be taken out of it instead.
 */
export const EXEMPT: Record<string, Exemption[]> = {
  'gitlab-pat-versioned': [
    { change: 'pattern: [0-9a-z]{9} → [0-9a-z]{8,9}', because: 'its check asks for nine of them' },
    { change: 'pattern: [0-9a-z] → \\S', because: 'its check asks for a number in base 36' },
  ],
  'openclaw-setup-code': [
    { change: 'pattern: [\\w-]{40,2000} →', because: 'its check asks for an address and a token, which are longer' },
  ],
  'openclaw-legacy-setup-code': [
    { change: 'pattern: [\\w-]{40,2000} →', because: 'its check asks for an address and a token, which are longer' },
  ],
};
