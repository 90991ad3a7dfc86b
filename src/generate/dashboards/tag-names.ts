/**
 * An expression: a tag as people read it. Of a galaxy's, `misp-galaxy:mitre-attack-pattern="Spearphishing Attachment - T1566.001"`, it is
 * "Spearphishing Attachment (T1566.001)". All patterns are without a dollar sign, which Dashboard Studio might take for a token's.
 */
export function nameOfTag(tag: string): string {
  return `if(match(${tag}, "^misp-galaxy:"), replace(replace(${tag}, "^misp-galaxy:[^=]+=\\"(.*)\\"", "\\1"), " - ([A-Z]+[0-9][0-9.]+)", " (\\1)"), ${tag})`;
}

/** An expression: the same with the galaxy before it, as in `threat-actor: Sofacy`. */
export function nameWithGalaxy(tag: string): string {
  return `if(match(${tag}, "^misp-galaxy:"), replace(${tag}, "^misp-galaxy:([^=]+)=.*", "\\1: "), "").${nameOfTag(tag)}`;
}

/** Which galaxies of MISP tell who, with what and how: patterns of the beginnings of tags. */
export const GALAXIES = {
  actors:
    '^misp-galaxy:(threat-actor|microsoft-activity-group|360net-threat-actor|mitre-ics-groups|mitre-[a-z-]*intrusion-set)=',
  malware:
    '^misp-galaxy:(malpedia|ransomware|rat|tool|botnet|banker|stealer|backdoor|cryptominers|android|exploit-kit|tds|mitre-ics-software|mitre-[a-z-]*(malware|tool))=',
  techniques: '^misp-galaxy:(mitre-ics-techniques|mitre-[a-z-]*attack-pattern)=',
} as const;
