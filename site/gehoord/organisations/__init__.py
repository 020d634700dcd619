"""Who belongs where: region, organisation (the tenant), team, membership, contact, calendar."""
