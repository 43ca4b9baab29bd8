# What breaks the shapes of undertakings: each update turns valid/undertakings.ttl into a graph that breaks the shape above it.

PREFIX amount: <https://w3id.org/monazite/id/amount/>
PREFIX element: <https://w3id.org/monazite/concept/element/>
PREFIX facility: <https://w3id.org/monazite/id/facility/>
PREFIX initiative: <https://w3id.org/monazite/id/initiative/>
PREFIX lifecycle-status: <https://w3id.org/monazite/concept/lifecycle-status/>
PREFIX line: <https://w3id.org/monazite/id/line/>
PREFIX mz: <https://w3id.org/monazite/ontology#>
PREFIX organization: <https://w3id.org/monazite/id/org/>
PREFIX phase: <https://w3id.org/monazite/id/phase/>
PREFIX place: <https://w3id.org/monazite/id/place/>
PREFIX project: <https://w3id.org/monazite/id/project/>
PREFIX project-status: <https://w3id.org/monazite/concept/project-status/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

#+ mzsh:Undertaking-type in
INSERT DATA { project:works a mz:Facility }

#+ mzsh:Undertaking-sponsor class
DELETE { project:works mz:sponsor ?was } INSERT { project:works mz:sponsor place:land } WHERE { project:works mz:sponsor ?was }

#+ mzsh:Undertaking-builds class
DELETE { project:works mz:builds ?was } INSERT { project:works mz:builds organization:maker } WHERE { project:works mz:builds ?was }

#+ mzsh:Undertaking-upgrades class
DELETE { project:works mz:upgrades ?was } INSERT { project:works mz:upgrades organization:maker } WHERE { project:works mz:upgrades ?was }

#+ mzsh:Undertaking-conditionalOn datatype
DELETE { phase:works-2 mz:conditionalOn ?was } INSERT { phase:works-2 mz:conditionalOn "approval" } WHERE { phase:works-2 mz:conditionalOn ?was }

#+ mzsh:Undertaking-projectStatus node
DELETE { project:works mz:projectStatus ?was } INSERT { project:works mz:projectStatus lifecycle-status:planned } WHERE { project:works mz:projectStatus ?was }

#+ mzsh:Undertaking-projectStatus-single maxCount
INSERT DATA { project:works mz:projectStatus project-status:cancelled }

#+ mzsh:Undertaking-plannedProduct class
DELETE { project:works mz:plannedProduct ?was } INSERT { project:works mz:plannedProduct element:neodymium } WHERE { project:works mz:plannedProduct ?was }

#+ mzsh:Undertaking-plannedStart or
DELETE { project:works mz:plannedStart ?was } INSERT { project:works mz:plannedStart "in the spring" } WHERE { project:works mz:plannedStart ?was }

#+ mzsh:Undertaking-plannedStart-single maxCount
INSERT DATA { project:works mz:plannedStart "2023"^^xsd:gYear }

#+ mzsh:Undertaking-plannedEnd or
DELETE { project:works mz:plannedEnd ?was } INSERT { project:works mz:plannedEnd "in the spring" } WHERE { project:works mz:plannedEnd ?was }

#+ mzsh:Undertaking-plannedEnd-single maxCount
INSERT DATA { project:works mz:plannedEnd "2029"^^xsd:gYear }

#+ mzsh:Undertaking-actualStart or
DELETE { project:works mz:actualStart ?was } INSERT { project:works mz:actualStart "in the spring" } WHERE { project:works mz:actualStart ?was }

#+ mzsh:Undertaking-actualStart-single maxCount
INSERT DATA { project:works mz:actualStart "2023"^^xsd:gYear }

#+ mzsh:Undertaking-actualEnd or
DELETE { project:works mz:actualEnd ?was } INSERT { project:works mz:actualEnd "in the spring" } WHERE { project:works mz:actualEnd ?was }

#+ mzsh:Undertaking-actualEnd-single maxCount
INSERT DATA { project:works mz:actualEnd "2029"^^xsd:gYear }

#+ mzsh:Undertaking-plannedEnd-order sparql
DELETE { project:works mz:plannedEnd ?was } INSERT { project:works mz:plannedEnd "2023"^^xsd:gYear } WHERE { project:works mz:plannedEnd ?was }

#+ mzsh:Undertaking-plannedEnd-order sparql
DELETE { project:works mz:plannedEnd ?was } INSERT { project:works mz:plannedEnd "2024-04-30"^^xsd:date } WHERE { project:works mz:plannedEnd ?was }

#+ mzsh:Undertaking-actualEnd-order sparql
DELETE { project:works mz:actualEnd ?was } INSERT { project:works mz:actualEnd "2024-06-14"^^xsd:date } WHERE { project:works mz:actualEnd ?was }

#+ mzsh:InitiativeMember or
INSERT DATA { organization:maker mz:underInitiative initiative:plan }

#+ mzsh:InitiativeMember-underInitiative or
DELETE { project:works mz:underInitiative ?was } INSERT { project:works mz:underInitiative place:land } WHERE { project:works mz:underInitiative ?was }

#+ mzsh:Project-type not
INSERT DATA { project:works a mz:ProjectPhase }

#+ mzsh:Project-sponsor-given minCount
DELETE WHERE { project:works mz:sponsor ?gone }

#+ mzsh:Project-phase or
DELETE { project:works mz:phase ?was } INSERT { project:works mz:phase line:plating } WHERE { project:works mz:phase ?was }

#+ mzsh:Project-phase-amounts sparql
DELETE { amount:works-1 mz:value ?was } INSERT { amount:works-1 mz:value "30000000"^^xsd:decimal } WHERE { amount:works-1 mz:value ?was }

#+ mzsh:Project-phase-amounts sparql
DELETE { amount:works mz:value ?was } INSERT { amount:works mz:value "110000000"^^xsd:decimal } WHERE { amount:works mz:value ?was }

#+ mzsh:ProjectPhase-type not
INSERT DATA { phase:works-1 a mz:Project }

#+ mzsh:ProjectPhase-phaseOf-given minCount
DELETE WHERE { phase:works-1 mz:phaseOf ?gone } ;
DELETE WHERE { ?project mz:phase phase:works-1 }

#+ mzsh:ProjectPhase-phaseOf-given maxCount
INSERT DATA { phase:works-1 mz:phaseOf project:other }

#+ mzsh:ProjectPhase-phaseOf or
DELETE WHERE { ?project mz:phase phase:works-1 } ;
DELETE { phase:works-1 mz:phaseOf ?was } INSERT { phase:works-1 mz:phaseOf facility:works } WHERE { phase:works-1 mz:phaseOf ?was }

#+ mzsh:ProjectPhase-phaseNumber datatype
DELETE { phase:works-1 mz:phaseNumber ?was } INSERT { phase:works-1 mz:phaseNumber "one" } WHERE { phase:works-1 mz:phaseNumber ?was }

#+ mzsh:ProjectPhase-phaseNumber minInclusive
DELETE { phase:works-1 mz:phaseNumber ?was } INSERT { phase:works-1 mz:phaseNumber 0 } WHERE { phase:works-1 mz:phaseNumber ?was }

#+ mzsh:ProjectPhase-phaseNumber maxCount
INSERT DATA { phase:works-1 mz:phaseNumber 4 }

#+ mzsh:ProjectPhase-phaseNumber-unique sparql
DELETE { phase:works-2 mz:phaseNumber ?was } INSERT { phase:works-2 mz:phaseNumber 1 } WHERE { phase:works-2 mz:phaseNumber ?was }

#+ mzsh:Undertaking-subjects or
INSERT DATA { facility:works mz:sponsor organization:maker }

#+ mzsh:Project-subjects or
INSERT DATA { phase:works-1 mz:phase phase:works-2 }

#+ mzsh:ProjectPhase-subjects or
INSERT DATA { project:works mz:phaseNumber 1 }
