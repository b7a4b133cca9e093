package dev.atelier.platform;

import dev.atelier.testing.HouseRules;

class HouseRulesTest extends HouseRules {
    HouseRulesTest() {
        super("dev.atelier.platform");
    }
}
