package io.portcullis.admin;

import io.portcullis.settings.SettingInForce;
import java.time.Duration;
import java.util.List;

/**
 * The process that answers.
 *
 * @param lease for which its gateway may decide without hearing from PostgreSQL
 * @param settings in force, fit to be shown
 */
public record Instance(String version, Duration lease, List<SettingInForce> settings) {
  public Instance {
    settings = List.copyOf(settings);
  }
}
