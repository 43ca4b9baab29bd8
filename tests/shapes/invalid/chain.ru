# What breaks the shapes of chain: each update turns valid/chain.ttl into a graph that breaks the shape above it.

PREFIX concept: <https://w3id.org/monazite/concept/>
PREFIX element: <https://w3id.org/monazite/concept/element/>
PREFIX element-group: <https://w3id.org/monazite/concept/element-group/>
PREFIX link: <https://w3id.org/monazite/id/link/>
PREFIX link-basis: <https://w3id.org/monazite/concept/link-basis/>
PREFIX measure: <https://w3id.org/monazite/concept/measure/>
PREFIX mineral: <https://w3id.org/monazite/concept/mineral/>
PREFIX modality: <https://w3id.org/monazite/concept/modality/>
PREFIX mz: <https://w3id.org/monazite/ontology#>
PREFIX organization: <https://w3id.org/monazite/id/org/>
PREFIX place: <https://w3id.org/monazite/id/place/>
PREFIX process: <https://w3id.org/monazite/concept/process/>
PREFIX product: <https://w3id.org/monazite/concept/product/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX stage: <https://w3id.org/monazite/concept/stage/>

#+ mzsh:Concept-inScheme minCount
DELETE WHERE { product:sample skos:inScheme ?gone }

#+ mzsh:Concept-inScheme maxCount
INSERT DATA { product:sample skos:inScheme concept:stage }

#+ mzsh:Concept-inScheme class
DELETE { product:sample skos:inScheme ?was } INSERT { product:sample skos:inScheme place:land } WHERE { product:sample skos:inScheme ?was }

#+ mzsh:Concept-definition minCount
DELETE WHERE { product:sample skos:definition ?gone }

#+ mzsh:Concept-definition datatype
DELETE { product:sample skos:definition ?was } INSERT { product:sample skos:definition "A sample." } WHERE { product:sample skos:definition ?was }

#+ mzsh:Concept-definition uniqueLang
INSERT DATA { product:sample skos:definition "Another."@en }

#+ mzsh:Concept-broader class
DELETE { product:sample-oxide skos:broader ?was } INSERT { product:sample-oxide skos:broader place:land } WHERE { product:sample-oxide skos:broader ?was }

#+ mzsh:Concept-broader-circle sparql
DELETE { product:sample-oxide skos:broader ?was } INSERT { product:sample-oxide skos:broader product:sample-oxide } WHERE { product:sample-oxide skos:broader ?was }

#+ mzsh:Concept-broader-scheme sparql
DELETE { product:sample-oxide skos:broader ?was } INSERT { product:sample-oxide skos:broader stage:sampling } WHERE { product:sample-oxide skos:broader ?was }

#+ mzsh:Stage-type in
INSERT DATA { stage:sampling a mz:Company }

#+ mzsh:Stage-inScheme hasValue
DELETE { stage:sampling skos:inScheme ?was } INSERT { stage:sampling skos:inScheme concept:modality } WHERE { stage:sampling skos:inScheme ?was }

#+ mzsh:Stage-precedes class
DELETE { stage:sampling mz:precedes ?was } INSERT { stage:sampling mz:precedes product:sample } WHERE { stage:sampling mz:precedes ?was }

#+ mzsh:Product-type in
INSERT DATA { product:sample a mz:Company }

#+ mzsh:Product-inScheme hasValue
DELETE { product:sample skos:inScheme ?was } INSERT { product:sample skos:inScheme concept:modality } WHERE { product:sample skos:inScheme ?was }

#+ mzsh:Product-hsCode datatype
DELETE { product:sample mz:hsCode ?was } INSERT { product:sample mz:hsCode 284690 } WHERE { product:sample mz:hsCode ?was }

#+ mzsh:Product-hsCode pattern
DELETE { product:sample mz:hsCode ?was } INSERT { product:sample mz:hsCode "2846.90" } WHERE { product:sample mz:hsCode ?was }

#+ mzsh:Element-type in
INSERT DATA { element:sample a mz:Company }

#+ mzsh:Element-inScheme hasValue
DELETE { element:sample skos:inScheme ?was } INSERT { element:sample skos:inScheme concept:modality } WHERE { element:sample skos:inScheme ?was }

#+ mzsh:Element-symbol minCount
DELETE WHERE { element:sample mz:symbol ?gone }

#+ mzsh:Element-symbol maxCount
INSERT DATA { element:sample mz:symbol "Sb" }

#+ mzsh:Element-symbol pattern
DELETE { element:sample mz:symbol ?was } INSERT { element:sample mz:symbol "ND" } WHERE { element:sample mz:symbol ?was }

#+ mzsh:Element-atomicNumber minCount
DELETE WHERE { element:sample mz:atomicNumber ?gone }

#+ mzsh:Element-atomicNumber maxCount
INSERT DATA { element:sample mz:atomicNumber 61 }

#+ mzsh:Element-atomicNumber datatype
DELETE { element:sample mz:atomicNumber ?was } INSERT { element:sample mz:atomicNumber "60" } WHERE { element:sample mz:atomicNumber ?was }

#+ mzsh:Element-atomicNumber minInclusive
DELETE { element:sample mz:atomicNumber ?was } INSERT { element:sample mz:atomicNumber 0 } WHERE { element:sample mz:atomicNumber ?was }

#+ mzsh:Element-atomicNumber maxInclusive
DELETE { element:sample mz:atomicNumber ?was } INSERT { element:sample mz:atomicNumber 119 } WHERE { element:sample mz:atomicNumber ?was }

#+ mzsh:Element-elementGroup minCount
DELETE WHERE { element:sample mz:elementGroup ?gone }

#+ mzsh:Element-elementGroup maxCount
INSERT DATA { element:sample mz:elementGroup element-group:heavy }

#+ mzsh:Element-elementGroup node
DELETE { element:sample mz:elementGroup ?was } INSERT { element:sample mz:elementGroup modality:stated } WHERE { element:sample mz:elementGroup ?was }

#+ mzsh:Mineral-type in
INSERT DATA { mineral:sample a mz:Company }

#+ mzsh:Mineral-inScheme hasValue
DELETE { mineral:sample skos:inScheme ?was } INSERT { mineral:sample skos:inScheme concept:modality } WHERE { mineral:sample skos:inScheme ?was }

#+ mzsh:Mineral-formula datatype
DELETE { mineral:sample mz:formula ?was } INSERT { mineral:sample mz:formula "SaPO4"@en } WHERE { mineral:sample mz:formula ?was }

#+ mzsh:Process-type in
INSERT DATA { process:sampling a mz:Company }

#+ mzsh:Process-inScheme hasValue
DELETE { process:sampling skos:inScheme ?was } INSERT { process:sampling skos:inScheme concept:modality } WHERE { process:sampling skos:inScheme ?was }

#+ mzsh:Process-stage minCount
DELETE WHERE { process:sampling mz:stage ?gone }

#+ mzsh:Process-stage class
DELETE { process:sampling mz:stage ?was } INSERT { process:sampling mz:stage product:sample } WHERE { process:sampling mz:stage ?was }

#+ mzsh:Process-processInput class
DELETE { process:sampling mz:processInput ?was } INSERT { process:sampling mz:processInput element:sample } WHERE { process:sampling mz:processInput ?was }

#+ mzsh:Process-processOutput class
DELETE { process:sampling mz:processOutput ?was } INSERT { process:sampling mz:processOutput element:sample } WHERE { process:sampling mz:processOutput ?was }

#+ mzsh:Process-processMineral class
DELETE { process:sampling mz:processMineral ?was } INSERT { process:sampling mz:processMineral element:sample } WHERE { process:sampling mz:processMineral ?was }

#+ mzsh:Code-type in
INSERT DATA { measure:sample a mz:Company }

#+ mzsh:Carrier or
INSERT DATA { stage:sampling mz:carriesElement element:sample }

#+ mzsh:Carrier-carriesElement class
DELETE { product:sample mz:carriesElement ?was } INSERT { product:sample mz:carriesElement product:sample } WHERE { product:sample mz:carriesElement ?was }

#+ mzsh:Substance or
INSERT DATA { stage:sampling mz:casNumber "7440-00-8" }

#+ mzsh:Substance-casNumber datatype
DELETE { element:sample mz:casNumber ?was } INSERT { element:sample mz:casNumber "7440-00-8"@en } WHERE { element:sample mz:casNumber ?was }

#+ mzsh:Substance-casNumber pattern
DELETE { element:sample mz:casNumber ?was } INSERT { element:sample mz:casNumber "7440008" } WHERE { element:sample mz:casNumber ?was }

#+ mzsh:Substance-casNumber-digit sparql
DELETE { element:sample mz:casNumber ?was } INSERT { element:sample mz:casNumber "7440-00-7" } WHERE { element:sample mz:casNumber ?was }

#+ mzsh:Substance-casNumber-digit sparql
DELETE { element:sample mz:casNumber ?was } INSERT { element:sample mz:casNumber "7404-00-8" } WHERE { element:sample mz:casNumber ?was }

#+ mzsh:ChainLink-type in
INSERT DATA { link:sample a mz:Agreement }

#+ mzsh:ChainLink-linkFrom minCount
DELETE WHERE { link:sample mz:linkFrom ?gone }

#+ mzsh:ChainLink-linkFrom maxCount
INSERT DATA { link:sample mz:linkFrom organization:bank }

#+ mzsh:ChainLink-linkFrom or
DELETE { link:sample mz:linkFrom ?was } INSERT { link:sample mz:linkFrom place:land } WHERE { link:sample mz:linkFrom ?was }

#+ mzsh:ChainLink-linkFrom disjoint
DELETE { link:sample mz:linkTo ?was } INSERT { link:sample mz:linkTo organization:miner } WHERE { link:sample mz:linkTo ?was }

#+ mzsh:ChainLink-linkTo minCount
DELETE WHERE { link:sample mz:linkTo ?gone }

#+ mzsh:ChainLink-linkTo maxCount
INSERT DATA { link:sample mz:linkTo organization:bank }

#+ mzsh:ChainLink-linkTo or
DELETE { link:sample mz:linkTo ?was } INSERT { link:sample mz:linkTo place:land } WHERE { link:sample mz:linkTo ?was }

#+ mzsh:ChainLink-basis minCount
DELETE WHERE { link:sample mz:basis ?gone }

#+ mzsh:ChainLink-basis maxCount
INSERT DATA { link:sample mz:basis link-basis:possible }

#+ mzsh:ChainLink-basis node
DELETE { link:sample mz:basis ?was } INSERT { link:sample mz:basis modality:stated } WHERE { link:sample mz:basis ?was }

#+ mzsh:ChainLink-product class
DELETE { link:sample mz:product ?was } INSERT { link:sample mz:product element:sample } WHERE { link:sample mz:product ?was }

#+ mzsh:ChainLink-product maxCount
INSERT DATA { link:sample mz:product product:sample-oxide }

#+ mzsh:ChainLink-agreementStatus node
DELETE { link:sample mz:agreementStatus ?was } INSERT { link:sample mz:agreementStatus modality:stated } WHERE { link:sample mz:agreementStatus ?was }

#+ mzsh:ChainLink-wasDerivedFrom minCount
DELETE WHERE { link:sample prov:wasDerivedFrom ?gone }

#+ mzsh:ChainLink-wasDerivedFrom nodeKind
DELETE { link:sample prov:wasDerivedFrom ?was } INSERT { link:sample prov:wasDerivedFrom "a source" } WHERE { link:sample prov:wasDerivedFrom ?was }

#+ mzsh:ChainLink-subjects or
INSERT DATA { product:sample mz:basis link-basis:declared }

#+ mzsh:Stage-subjects class
INSERT DATA { product:sample mz:precedes stage:sampling }

#+ mzsh:Product-subjects class
INSERT DATA { element:sample mz:hsCode "284690" }

#+ mzsh:Element-subjects class
INSERT DATA { product:sample mz:symbol "Nd" }

#+ mzsh:Mineral-subjects class
INSERT DATA { element:sample mz:formula "Nd" }

#+ mzsh:Process-subjects class
INSERT DATA { stage:sampling mz:processInput product:sample }

#+ mzsh:Staged-subjects or
INSERT DATA { organization:miner mz:stage stage:sampling }
