# What breaks the shapes of sources: each update turns valid/sources.ttl into a graph that breaks the shape above it.

PREFIX assessment: <https://w3id.org/monazite/id/assessment/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX event: <https://w3id.org/monazite/id/event/>
PREFIX identifier: <https://w3id.org/monazite/id/identifier/>
PREFIX mz: <https://w3id.org/monazite/ontology#>
PREFIX organization: <https://w3id.org/monazite/id/org/>
PREFIX place: <https://w3id.org/monazite/id/place/>
PREFIX project: <https://w3id.org/monazite/id/project/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX quantity: <https://w3id.org/monazite/id/quantity/>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX source: <https://w3id.org/monazite/source/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

#+ mzsh:Thing pattern
INSERT DATA { <https://w3id.org/monazite/id/org/Miner_Ltd> a mz:Company ; skos:prefLabel "Miner Ltd"@en ; mz:registeredIn place:land ; dcterms:source source:paper }

#+ mzsh:Thing nodeKind
INSERT DATA { _:x a mz:Company ; skos:prefLabel "Miner Ltd"@en ; mz:registeredIn place:land ; dcterms:source source:paper }

#+ mzsh:Thing-prefLabel datatype
DELETE { identifier:miner-lei skos:prefLabel ?was } INSERT { identifier:miner-lei skos:prefLabel "Miner" } WHERE { identifier:miner-lei skos:prefLabel ?was }

#+ mzsh:Thing-prefLabel uniqueLang
INSERT DATA { organization:miner skos:prefLabel "Digger"@en }

#+ mzsh:Thing-prefLabel languageIn
INSERT DATA { organization:miner skos:prefLabel "Mineur"@fr }

#+ mzsh:Thing-prefLabel pattern
DELETE { organization:miner skos:prefLabel ?was } INSERT { organization:miner skos:prefLabel "Miner "@en } WHERE { organization:miner skos:prefLabel ?was }

#+ mzsh:Thing-prefLabel-han or
INSERT DATA { organization:miner skos:prefLabel "Kuang"@zh-Hans }

#+ mzsh:Thing-altLabel datatype
DELETE { organization:miner skos:altLabel ?was } INSERT { organization:miner skos:altLabel "Digger" } WHERE { organization:miner skos:altLabel ?was }

#+ mzsh:Thing-altLabel languageIn
INSERT DATA { organization:miner skos:altLabel "Mineur"@fr }

#+ mzsh:Thing-altLabel pattern
DELETE { organization:miner skos:altLabel ?was } INSERT { organization:miner skos:altLabel " Digger"@en } WHERE { organization:miner skos:altLabel ?was }

#+ mzsh:Thing-altLabel-han or
INSERT DATA { organization:miner skos:altLabel "Kuang"@zh-Hans }

#+ mzsh:Thing-altLabel-other disjoint
INSERT DATA { organization:miner skos:altLabel "Miner"@en }

#+ mzsh:Thing-description datatype
DELETE { organization:miner dcterms:description ?was } INSERT { organization:miner dcterms:description "Digs." } WHERE { organization:miner dcterms:description ?was }

#+ mzsh:Thing-description languageIn
INSERT DATA { organization:miner dcterms:description "Creuse."@fr }

#+ mzsh:Thing-editorialNote datatype
DELETE { organization:miner skos:editorialNote ?was } INSERT { organization:miner skos:editorialNote "Read so." } WHERE { organization:miner skos:editorialNote ?was }

#+ mzsh:Thing-editorialNote languageIn
INSERT DATA { organization:miner skos:editorialNote "Lu."@fr }

#+ mzsh:Thing-statedAs datatype
DELETE { quantity:tonnes mz:statedAs ?was } INSERT { quantity:tonnes mz:statedAs "3,000 t"@en } WHERE { quantity:tonnes mz:statedAs ?was }

#+ mzsh:Thing-quotedFrom or
DELETE { assessment:outlook mz:quotedFrom ?was } INSERT { assessment:outlook mz:quotedFrom place:land } WHERE { assessment:outlook mz:quotedFrom ?was }

#+ mzsh:Thing-identifier or
DELETE { organization:miner mz:identifier ?was } INSERT { organization:miner mz:identifier place:land } WHERE { organization:miner mz:identifier ?was }

#+ mzsh:Named-prefLabel-en qualifiedMinCount
DELETE WHERE { organization:miner skos:prefLabel ?gone }

#+ mzsh:Registered-source minCount
DELETE WHERE { organization:miner dcterms:source ?gone }

#+ mzsh:Registered-source nodeKind
DELETE { organization:miner dcterms:source ?was } INSERT { organization:miner dcterms:source "a paper" } WHERE { organization:miner dcterms:source ?was }

#+ mzsh:Described-type minCount
INSERT DATA { assessment:outlook mz:about project:nowhere }

#+ mzsh:SourceDocument-type in
INSERT DATA { source:paper a mz:Organization }

#+ mzsh:SourceDocument-title minCount
DELETE WHERE { source:paper dcterms:title ?gone }

#+ mzsh:SourceDocument-title datatype
DELETE { source:paper dcterms:title ?was } INSERT { source:paper dcterms:title "On mines" } WHERE { source:paper dcterms:title ?was }

#+ mzsh:SourceDocument-title uniqueLang
INSERT DATA { source:paper dcterms:title "Mines"@en }

#+ mzsh:SourceDocument-publisher minCount
DELETE WHERE { source:paper dcterms:publisher ?gone }

#+ mzsh:SourceDocument-publisher maxCount
INSERT DATA { source:paper dcterms:publisher organization:other-paper }

#+ mzsh:SourceDocument-publisher class
DELETE { source:paper dcterms:publisher ?was } INSERT { source:paper dcterms:publisher organization:miner } WHERE { source:paper dcterms:publisher ?was }

#+ mzsh:SourceDocument-dated minCount
DELETE WHERE { source:paper dcterms:issued ?gone }

#+ mzsh:SourceDocument-dated maxCount
INSERT DATA { source:paper mz:undated true }

#+ mzsh:SourceDocument-issued or
DELETE { source:paper dcterms:issued ?was } INSERT { source:paper dcterms:issued "in the spring" } WHERE { source:paper dcterms:issued ?was }

#+ mzsh:SourceDocument-undated in
DELETE { source:report mz:undated ?was } INSERT { source:report mz:undated false } WHERE { source:report mz:undated ?was }

#+ mzsh:SourceDocument-url nodeKind
DELETE { source:paper schema:url ?was } INSERT { source:paper schema:url "https://paper.example/mines" } WHERE { source:paper schema:url ?was }

#+ mzsh:SourceDocument-url pattern
DELETE { source:paper schema:url ?was } INSERT { source:paper schema:url <urn:isbn:9780000000000> } WHERE { source:paper schema:url ?was }

#+ mzsh:SourceDocument-url-given minCount
DELETE WHERE { source:paper schema:url ?gone }

#+ mzsh:SourceDocument-retrievedOn datatype
DELETE { source:paper mz:retrievedOn ?was } INSERT { source:paper mz:retrievedOn "2026-11"^^xsd:gYearMonth } WHERE { source:paper mz:retrievedOn ?was }

#+ mzsh:SourceDocument-retrievedOn maxCount
INSERT DATA { source:paper mz:retrievedOn "2026-11-25"^^xsd:date }

#+ mzsh:SourceDocument-retrievedOn-order sparql
DELETE { source:paper mz:retrievedOn ?was } INSERT { source:paper mz:retrievedOn "2020-01-01"^^xsd:date } WHERE { source:paper mz:retrievedOn ?was }

#+ mzsh:SourceDocument-creator nodeKind
DELETE { source:paper dcterms:creator ?was } INSERT { source:paper dcterms:creator organization:paper } WHERE { source:paper dcterms:creator ?was }

#+ mzsh:SourceDocument-language pattern
DELETE { source:paper dcterms:language ?was } INSERT { source:paper dcterms:language "English" } WHERE { source:paper dcterms:language ?was }

#+ mzsh:SourceDocument-documentType nodeKind
DELETE { source:paper dcterms:type ?was } INSERT { source:paper dcterms:type "news" } WHERE { source:paper dcterms:type ?was }

#+ mzsh:SourceDocument-wasQuotedFrom or
DELETE { source:paper prov:wasQuotedFrom ?was } INSERT { source:paper prov:wasQuotedFrom place:land } WHERE { source:paper prov:wasQuotedFrom ?was }

#+ mzsh:Assessment-type in
INSERT DATA { assessment:outlook a mz:Event }

#+ mzsh:Assessment-assessedBy class
DELETE { assessment:outlook mz:assessedBy ?was } INSERT { assessment:outlook mz:assessedBy place:land } WHERE { assessment:outlook mz:assessedBy ?was }

#+ mzsh:Assessment-assessedBy minCount
DELETE WHERE { assessment:outlook mz:assessedBy ?gone }

#+ mzsh:Assessment-about minCount
DELETE WHERE { assessment:outlook mz:about ?gone }

#+ mzsh:Assessment-about nodeKind
DELETE { assessment:outlook mz:about ?was } INSERT { assessment:outlook mz:about "the market" } WHERE { assessment:outlook mz:about ?was }

#+ mzsh:Assessment-description-given minCount
DELETE WHERE { assessment:outlook dcterms:description ?gone }

#+ mzsh:SourceDocument-subjects or
INSERT DATA { organization:miner mz:retrievedOn "2026-11-24"^^xsd:date }

#+ mzsh:Assessment-subjects or
INSERT DATA { event:signing mz:about place:land }
