# What breaks the shapes of agreements: each update turns valid/agreements.ttl into a graph that breaks the shape above it.

PREFIX agreement: <https://w3id.org/monazite/id/agreement/>
PREFIX agreement-status: <https://w3id.org/monazite/concept/agreement-status/>
PREFIX element: <https://w3id.org/monazite/concept/element/>
PREFIX event: <https://w3id.org/monazite/id/event/>
PREFIX facility: <https://w3id.org/monazite/id/facility/>
PREFIX mz: <https://w3id.org/monazite/ontology#>
PREFIX organization: <https://w3id.org/monazite/id/org/>
PREFIX place: <https://w3id.org/monazite/id/place/>
PREFIX project-status: <https://w3id.org/monazite/concept/project-status/>
PREFIX quantity: <https://w3id.org/monazite/id/quantity/>
PREFIX unit: <http://qudt.org/vocab/unit/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

#+ mzsh:Agreement-type in
INSERT DATA { agreement:supply a mz:Event }

#+ mzsh:Agreement-parties minCount
DELETE WHERE { agreement:memo mz:party ?gone }

#+ mzsh:Agreement-party class
DELETE { agreement:memo mz:party ?was } INSERT { agreement:memo mz:party place:land } WHERE { agreement:memo mz:party ?was }

#+ mzsh:Agreement-subject nodeKind
DELETE { agreement:memo mz:subject ?was } INSERT { agreement:memo mz:subject "the plant" } WHERE { agreement:memo mz:subject ?was }

#+ mzsh:Agreement-product class
DELETE { agreement:supply mz:product ?was } INSERT { agreement:supply mz:product element:neodymium } WHERE { agreement:supply mz:product ?was }

#+ mzsh:Agreement-agreedQuantity class
DELETE { agreement:supply mz:agreedQuantity ?was } INSERT { agreement:supply mz:agreedQuantity place:land } WHERE { agreement:supply mz:agreedQuantity ?was }

#+ mzsh:Agreement-amount class
DELETE { agreement:loan mz:amount ?was } INSERT { agreement:loan mz:amount quantity:tonnes } WHERE { agreement:loan mz:amount ?was }

#+ mzsh:Agreement-agreementStatus node
DELETE { agreement:supply mz:agreementStatus ?was } INSERT { agreement:supply mz:agreementStatus project-status:announced } WHERE { agreement:supply mz:agreementStatus ?was }

#+ mzsh:Agreement-agreementStatus-single maxCount
INSERT DATA { agreement:supply mz:agreementStatus agreement-status:binding }

#+ mzsh:Agreement-agreementStatus-given minCount
DELETE WHERE { agreement:supply mz:agreementStatus ?gone }

#+ mzsh:Agreement-signedOn or
DELETE { agreement:supply mz:signedOn ?was } INSERT { agreement:supply mz:signedOn "in the spring" } WHERE { agreement:supply mz:signedOn ?was }

#+ mzsh:Agreement-signedOn-single maxCount
INSERT DATA { agreement:supply mz:signedOn "2019"^^xsd:gYear }

#+ mzsh:Agreement-validFrom or
DELETE { agreement:supply mz:validFrom ?was } INSERT { agreement:supply mz:validFrom "in the spring" } WHERE { agreement:supply mz:validFrom ?was }

#+ mzsh:Agreement-validUntil or
DELETE { agreement:supply mz:validUntil ?was } INSERT { agreement:supply mz:validUntil "in the spring" } WHERE { agreement:supply mz:validUntil ?was }

#+ mzsh:Agreement-validUntil-order sparql
DELETE { agreement:supply mz:validUntil ?was } INSERT { agreement:supply mz:validUntil "2024"^^xsd:gYear } WHERE { agreement:supply mz:validUntil ?was }

#+ mzsh:Agreement-validUntil-order sparql
DELETE { agreement:supply mz:validUntil ?was } INSERT { agreement:supply mz:validUntil "2024-12"^^xsd:gYearMonth } WHERE { agreement:supply mz:validUntil ?was }

#+ mzsh:Lease-type not
INSERT DATA { agreement:lease a mz:Loan }

#+ mzsh:Lease-lessor class
DELETE { agreement:lease mz:lessor ?was } INSERT { agreement:lease mz:lessor place:land } WHERE { agreement:lease mz:lessor ?was }

#+ mzsh:Lease-lessor minCount
DELETE WHERE { agreement:lease mz:lessor ?gone }

#+ mzsh:Lease-lessor disjoint
INSERT { agreement:lease mz:lessee ?one } WHERE { agreement:lease mz:lessor ?one }

#+ mzsh:Lease-lessee class
DELETE { agreement:lease mz:lessee ?was } INSERT { agreement:lease mz:lessee place:land } WHERE { agreement:lease mz:lessee ?was }

#+ mzsh:Lease-lessee minCount
DELETE WHERE { agreement:lease mz:lessee ?gone }

#+ mzsh:Lease-leasedProperty minCount
DELETE WHERE { agreement:lease mz:leasedProperty ?gone }

#+ mzsh:Lease-leasedProperty class
DELETE { agreement:lease mz:leasedProperty ?was } INSERT { agreement:lease mz:leasedProperty place:zone } WHERE { agreement:lease mz:leasedProperty ?was }

#+ mzsh:Lease-leasedArea class
DELETE { agreement:lease mz:leasedArea ?was } INSERT { agreement:lease mz:leasedArea place:land } WHERE { agreement:lease mz:leasedArea ?was }

#+ mzsh:Lease-leasedArea-unit in
DELETE { quantity:floor mz:unit ?was } INSERT { quantity:floor mz:unit unit:TONNE } WHERE { quantity:floor mz:unit ?was }

#+ mzsh:Partnership-partner class
DELETE { agreement:partnership mz:partner ?was } INSERT { agreement:partnership mz:partner place:land } WHERE { agreement:partnership mz:partner ?was }

#+ mzsh:Partnership-partner minCount
DELETE WHERE { agreement:partnership mz:partner ?gone }

#+ mzsh:JointVenture-partner class
DELETE { agreement:venture mz:partner ?was } INSERT { agreement:venture mz:partner place:land } WHERE { agreement:venture mz:partner ?was }

#+ mzsh:JointVenture-formsCompany class
DELETE { agreement:venture mz:formsCompany ?was } INSERT { agreement:venture mz:formsCompany organization:ministry } WHERE { agreement:venture mz:formsCompany ?was }

#+ mzsh:JointVenture-formsCompany maxCount
INSERT DATA { agreement:venture mz:formsCompany organization:maker }

#+ mzsh:SupplyAgreement-supplier class
DELETE { agreement:supply mz:supplier ?was } INSERT { agreement:supply mz:supplier place:land } WHERE { agreement:supply mz:supplier ?was }

#+ mzsh:SupplyAgreement-supplier disjoint
INSERT { agreement:supply mz:buyer ?one } WHERE { agreement:supply mz:supplier ?one }

#+ mzsh:SupplyAgreement-buyer class
DELETE { agreement:supply mz:buyer ?was } INSERT { agreement:supply mz:buyer place:land } WHERE { agreement:supply mz:buyer ?was }

#+ mzsh:SupplyAgreement-product-given minCount
DELETE WHERE { agreement:supply mz:product ?gone }

#+ mzsh:OfftakeAgreement-supplier-given minCount
DELETE { agreement:offtake mz:supplier ?was } INSERT { agreement:offtake mz:supplier organization:miner } WHERE { agreement:offtake mz:supplier ?was } ;
DELETE { agreement:offtake mz:supplier ?gone } INSERT { agreement:offtake mz:party ?gone } WHERE { agreement:offtake mz:supplier ?gone }

#+ mzsh:TollingAgreement-toller class
DELETE { agreement:tolling mz:toller ?was } INSERT { agreement:tolling mz:toller place:land } WHERE { agreement:tolling mz:toller ?was }

#+ mzsh:TollingAgreement-toller disjoint
INSERT { agreement:tolling mz:tollingCustomer ?one } WHERE { agreement:tolling mz:toller ?one }

#+ mzsh:TollingAgreement-tollingCustomer class
DELETE { agreement:tolling mz:tollingCustomer ?was } INSERT { agreement:tolling mz:tollingCustomer place:land } WHERE { agreement:tolling mz:tollingCustomer ?was }

#+ mzsh:Loan-type not
INSERT DATA { agreement:loan a mz:Grant }

#+ mzsh:Loan-lender class
DELETE { agreement:loan mz:lender ?was } INSERT { agreement:loan mz:lender place:land } WHERE { agreement:loan mz:lender ?was }

#+ mzsh:Loan-lender disjoint
INSERT { agreement:loan mz:borrower ?one } WHERE { agreement:loan mz:lender ?one }

#+ mzsh:Loan-borrower class
DELETE { agreement:loan mz:borrower ?was } INSERT { agreement:loan mz:borrower place:land } WHERE { agreement:loan mz:borrower ?was }

#+ mzsh:Grant-type not
INSERT DATA { agreement:grant a mz:Loan }

#+ mzsh:Grant-grantor class
DELETE { agreement:grant mz:grantor ?was } INSERT { agreement:grant mz:grantor place:land } WHERE { agreement:grant mz:grantor ?was }

#+ mzsh:Grant-grantor disjoint
INSERT { agreement:grant mz:grantee ?one } WHERE { agreement:grant mz:grantor ?one }

#+ mzsh:Grant-grantee class
DELETE { agreement:grant mz:grantee ?was } INSERT { agreement:grant mz:grantee place:land } WHERE { agreement:grant mz:grantee ?was }

#+ mzsh:LicenseAgreement-licensor class
DELETE { agreement:license mz:licensor ?was } INSERT { agreement:license mz:licensor place:land } WHERE { agreement:license mz:licensor ?was }

#+ mzsh:LicenseAgreement-licensor disjoint
INSERT { agreement:license mz:licensee ?one } WHERE { agreement:license mz:licensor ?one }

#+ mzsh:LicenseAgreement-licensee class
DELETE { agreement:license mz:licensee ?was } INSERT { agreement:license mz:licensee place:land } WHERE { agreement:license mz:licensee ?was }

#+ mzsh:Acquisition-acquirer class
DELETE { agreement:acquisition mz:acquirer ?was } INSERT { agreement:acquisition mz:acquirer place:land } WHERE { agreement:acquisition mz:acquirer ?was }

#+ mzsh:Acquisition-acquirer disjoint
INSERT { agreement:acquisition mz:seller ?one } WHERE { agreement:acquisition mz:acquirer ?one }

#+ mzsh:Acquisition-seller class
DELETE { agreement:acquisition mz:seller ?was } INSERT { agreement:acquisition mz:seller place:land } WHERE { agreement:acquisition mz:seller ?was }

#+ mzsh:Acquisition-acquired minCount
DELETE WHERE { agreement:acquisition mz:acquired ?gone }

#+ mzsh:Acquisition-acquired or
DELETE { agreement:acquisition mz:acquired ?was } INSERT { agreement:acquisition mz:acquired place:land } WHERE { agreement:acquisition mz:acquired ?was }

#+ mzsh:Agreement-subjects or
INSERT DATA { event:signing mz:signedOn "2024"^^xsd:gYear }

#+ mzsh:AgreementStatus-subjects or
INSERT DATA { event:signing mz:agreementStatus agreement-status:announced }

#+ mzsh:Lease-subjects or
INSERT DATA { agreement:memo mz:leasedProperty facility:works }

#+ mzsh:SupplyAgreement-subjects or
INSERT DATA { agreement:memo mz:supplier organization:maker }

#+ mzsh:TollingAgreement-subjects or
INSERT DATA { agreement:memo mz:toller organization:maker }

#+ mzsh:Loan-subjects or
INSERT DATA { agreement:memo mz:lender organization:maker }

#+ mzsh:Grant-subjects or
INSERT DATA { agreement:memo mz:grantor organization:maker }

#+ mzsh:LicenseAgreement-subjects or
INSERT DATA { agreement:memo mz:licensor organization:maker }

#+ mzsh:Acquisition-subjects or
INSERT DATA { agreement:memo mz:acquirer organization:maker }

#+ mzsh:JointVenture-subjects or
INSERT DATA { agreement:memo mz:formsCompany organization:maker }

#+ mzsh:Partner-subjects or
INSERT DATA { agreement:memo mz:partner organization:maker }
