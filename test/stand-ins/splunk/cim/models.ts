/**
 * Datasets of Splunk's Common Information Model, as far as searches here name them: the tags that make an event one of theirs,
 * and their fields. Each name is in Splunk's list of fields by data model for CIM 8.5, compared on 2026-11-26. Which fields the models
 * fill with `unknown` is not in that list.
 *
 * https://help.splunk.com/en/data-management/common-information-model/8.5/data-models/cim-fields-per-associated-data-model
 */
export interface Dataset {
  /** All of these are among an event's tags. */
  readonly tags: readonly string[];
  /** Fields that read `unknown` where an event has none: the model calculates them so. */
  readonly filled: readonly string[];
  /** The other fields. The name of a field of a child begins with the child. */
  readonly fields: readonly string[];
}

const words = (text: string) => text.trim().split(/\s+/);

/** `<model>.<root dataset>`, as tstats names it after `datamodel=`. */
export const DATASETS: Readonly<Record<string, Dataset>> = {
  'Network_Resolution.DNS': {
    tags: ['network', 'resolution', 'dns'],
    filled: words('answer dest message_type query reply_code_id src vendor_product'),
    fields: words(`
      additional_answer_count answer_count authority_answer_count dest_port duration name query_count query_type
      record_type reply_code response_time src_port transaction_id transport ttl`),
  },
  'Network_Traffic.All_Traffic': {
    tags: ['network', 'communicate'],
    filled: words(
      'action app dest dest_port dvc protocol protocol_version rule src src_port transport user vendor_product',
    ),
    fields: words(`
      bytes bytes_in bytes_out channel dest_interface dest_ip dest_mac dest_translated_ip dest_translated_port dest_zone direction
      duration dvc_ip dvc_mac dvc_zone flow_id icmp_code icmp_type packets packets_in packets_out response_time session_id
      src_interface src_ip src_mac src_translated_ip src_translated_port src_zone ssid tcp_flag tos ttl vlan wifi`),
  },
  'Web.Web': {
    tags: ['web'],
    filled: words(
      'action app dest http_content_type http_method http_user_agent site src status url user vendor_product',
    ),
    fields: words(`
      bytes bytes_in bytes_out cached category cookie dest_port duration error_code http_referrer http_referrer_domain
      http_user_agent_length operation response_time uri_path uri_query url_domain url_length`),
  },
  'Email.All_Email': {
    tags: ['email'],
    filled: words('action dest protocol recipient src src_user subject vendor_product'),
    fields: words(`
      delay duration file_hash file_name file_size filter_action filter_score internal_message_id message_id message_info
      orig_dest orig_recipient orig_src process process_id recipient_count recipient_domain recipient_status response_time retries
      return_addr signature signature_extra signature_id size src_user_domain status_code url user xdelay xref`),
  },
  'Endpoint.Processes': {
    tags: ['process', 'report'],
    filled: words(
      'dest original_file_name parent_process parent_process_name process process_name user vendor_product',
    ),
    fields: words(`
      action cpu_load_percent mem_used os parent_process_exec parent_process_guid parent_process_id
      parent_process_path process_current_directory process_exec process_guid process_hash process_id process_integrity_level
      process_path user_id`),
  },
  'Endpoint.Filesystem': {
    tags: ['endpoint', 'filesystem'],
    filled: words('action dest file_hash file_name file_path user vendor_product'),
    fields: words(
      'file_access_time file_acl file_create_time file_modify_time file_size process_guid process_id',
    ),
  },
  'Endpoint.Registry': {
    tags: ['endpoint', 'registry'],
    filled: words('action dest registry_path user vendor_product'),
    fields: words(`
      process_guid process_id registry_hive registry_key_name registry_value_data registry_value_name registry_value_text
      registry_value_type status`),
  },
  'Endpoint.Services': {
    tags: ['service', 'report'],
    filled: words('dest service service_name start_mode status user vendor_product'),
    fields: words(`
      description process_guid process_id service_dll service_dll_hash service_dll_path service_exec service_hash service_id
      service_path`),
  },
  'Malware.Malware_Attacks': {
    tags: ['malware', 'attack'],
    filled: words('action category dest signature user vendor_product'),
    fields: words('date file_hash file_name file_path sender severity_id signature_id src url'),
  },
  'Certificates.All_Certificates': {
    tags: ['certificate'],
    filled: words('dest src'),
    fields: words(`
      dest_port duration response_time src_port transport SSL.ssl_end_time SSL.ssl_engine SSL.ssl_hash SSL.ssl_is_valid SSL.ssl_issuer
      SSL.ssl_issuer_common_name SSL.ssl_issuer_email SSL.ssl_issuer_locality SSL.ssl_issuer_organization SSL.ssl_issuer_state
      SSL.ssl_issuer_street SSL.ssl_issuer_unit SSL.ssl_name SSL.ssl_policies SSL.ssl_publickey SSL.ssl_publickey_algorithm
      SSL.ssl_serial SSL.ssl_session_id SSL.ssl_signature_algorithm SSL.ssl_start_time SSL.ssl_subject SSL.ssl_subject_common_name
      SSL.ssl_subject_email SSL.ssl_subject_locality SSL.ssl_subject_organization SSL.ssl_subject_state SSL.ssl_subject_street
      SSL.ssl_subject_unit SSL.ssl_validity_window SSL.ssl_version`),
  },
  'Intrusion_Detection.IDS_Attacks': {
    tags: ['ids', 'attack'],
    filled: words('action category dest dvc ids_type severity signature src user vendor_product'),
    fields: words('dest_port file_hash file_name file_path severity_id signature_id transport'),
  },
  'Authentication.Authentication': {
    tags: ['authentication'],
    filled: words('action app dest signature src src_user user vendor_product'),
    fields: words(`
      authentication_method authentication_service duration reason response_time signature_id src_user_id src_user_role src_user_type
      user_agent user_id user_role user_type vendor_account`),
  },
};

/** Fields that every dataset has by itself, which searches name without the dataset. */
export const BASE_FIELDS = ['_time', '_indextime', 'host', 'source', 'sourcetype', 'index'];
