// The words by which documents announce their sections, language by language.

#include "readers/markdown/sections.h"

#define WORDS(name, ...) static const char *const name[] = {__VA_ARGS__, NULL}

WORDS(rollback, "roll-backs?", "rolling back", "back-out", "revert", "reverting", "undo",
      "fallback plan", "reversal", "abort", "downgrade", "recovery procedure", "disaster recovery",
      "reversión", "reversão", "retour arrière", "retour en arrière", "rücknahme", "rückabwicklung",
      "zurückrollen", "wycofanie", "откат", "回滚", "回退", "回滾", "ロールバック", "切り戻し",
      "롤백", "hoàn tác");
WORDS(triggers, "roll-back triggers?", "when to roll-back", "trigger points?", "triggers?",
      "abort criteria", "kill criteria", "go no-go", "go/no-go", "decision tree", "decision matrix",
      "decision points?", "thresholds?", "критерии отката", "回滚触发条件", "回滾觸發條件",
      "umbrales");
WORDS(risk, "risks?", "mitigations?", "contingency", "contingencies", "what could go wrong",
      "known issues", "riesgos?", "riscos?", "risques?", "risiko", "risiken", "ryzyka", "риски",
      "风险", "風險", "リスク");
WORDS(communication, "communications?", "stakeholders?", "announcements?", "notifications?",
      "status updates?", "status dashboard", "comunicación", "comunicação", "kommunikation",
      "коммуникации", "уведомление", "沟通");
WORDS(success, "success criteria", "success metrics", "success indicators", "acceptance criteria",
      "exit criteria", "exit gate", "=exit", "completion criteria", "definition of done",
      "done when", "kpis?", "criterios? de éxito", "criterios de aceptación",
      "critérios de sucesso", "critérios de aceitação", "critérios de conclusão",
      "critères de succès", "critères d'acceptation", "akzeptanzkriterien", "erfolgskriterien",
      "erfolgsmetriken", "критерии успеха", "验收标准", "成功基準", "成功标准");
WORDS(validation, "validations?", "verifications?", "verify", "validate", "data integrity",
      "smoke tests?", "sanity checks?", "post-migration checks", "parity gate", "quality gates?",
      "expected output", "expected", "checks?", "gate", "validación", "verificación", "validação",
      "vérification", "validierung", "prüfung", "prüfungen", "weryfikacja", "проверка", "验证",
      "校验", "检查", "検証", "確認");
WORDS(testing, "test plan", "test strategy", "tests?", "testing", "dry runs?", "rehearsals?",
      "load tests?", "uat", "pruebas", "testes", "testing-strategie", "тестирование", "测试",
      "テスト", "during migration");
WORDS(monitoring, "monitoring", "observability", "metrics", "dashboards?", "alerts?", "monitoreo",
      "überwachung", "мониторинг", "监控", "監視");
WORDS(prerequisites, "prerequisites?", "preconditions?", "requirements", "pre-migration",
      "pre-flight", "pre-cutover", "pre-deployment", "before you start", "readiness",
      "requisitos previos", "pré-requisitos", "prérequis", "voraussetzungen", "前提", "前提条件");
WORDS(backup, "backups?", "snapshots?", "respaldo", "sauvegarde", "sicherung",
      "резервное копирование", "备份", "バックアップ");
WORDS(timeline, "timeline", "schedule", "calendar", "milestones", "time estimates?",
      "duration estimates?", "effort estimates?", "total effort", "gantt", "migration order",
      "cronograma", "calendrier", "zeitplan", "временная шкала", "时间", "时间表", "スケジュール");
WORDS(comparison, "current vs target", "current vs. target", "current and target", "before after",
      "before/after", "before and after", "comparison", "what's changing", "vorher nachher",
      "ist soll");
WORDS(current, "current state", "current architecture", "current situation", "current setup",
      "current implementation", "current status", "current analysis", "=current", "as-is",
      "=existing", "where we are", "estado actual", "situación actual", "état actuel",
      "ist-zustand", "ausgangslage", "текущее состояние", "当前状况", "当前状态", "现状", "現状");
WORDS(target, "target state", "target architecture", "target structure", "=target", "to-be",
      "=proposed", "future state", "desired state", "end state", "estado objetivo", "estado futuro",
      "zielarchitektur", "zielzustand", "soll-zustand", "целевое", "目标状态", "目標");
WORDS(code_changes, "code changes", "files to modify", "files to create", "files to delete",
      "file change summary", "changed files", "affected files", "files changed", "files?");
WORDS(constraints, "constraints?", "tolerances?", "einschränkungen", "restricciones", "contraintes",
      "ограничения", "约束", "制約");
WORDS(assessment, "assessment", "compatibility analysis", "impact analysis", "initial analysis",
      "bewertung", "evaluación", "évaluation", "оценка", "评估", "評価");
WORDS(phases, "migration phases?", "migration stages?", "migration steps?", "migration plan",
      "migration path", "migration sequence", "migration order", "migration strategy",
      "migration waves?", "rollout phases?", "rollout stages?", "rollout steps?", "rollout plan",
      "rollout path", "rollout sequence", "rollout order", "rollout strategy", "rollout waves?",
      "implementation phases?", "implementation stages?", "implementation steps?",
      "implementation plan", "implementation path", "implementation sequence",
      "implementation order", "implementation strategy", "implementation waves?",
      "execution phases?", "execution stages?", "execution steps?", "execution plan",
      "execution path", "execution sequence", "execution order", "execution strategy",
      "execution waves?", "deployment phases?", "deployment stages?", "deployment steps?",
      "deployment plan", "deployment path", "deployment sequence", "deployment order",
      "deployment strategy", "deployment waves?", "cut-over phases?", "cut-over stages?",
      "cut-over steps?", "cut-over plan", "cut-over path", "cut-over sequence", "cut-over order",
      "cut-over strategy", "cut-over waves?", "upgrade phases?", "upgrade stages?",
      "upgrade steps?", "upgrade plan", "upgrade path", "upgrade sequence", "upgrade order",
      "upgrade strategy", "upgrade waves?", "phases", "stages", "tasks", "steps", "procedure",
      "sequence", "executed sequence", "action plan", "phased rollout", "phased approach",
      "cut-over runbook", "step by step", "workflow", "roadmap", "graduation criteria", "fases",
      "etapas", "pasos", "passos", "étapes", "phasen", "schritte", "ablauf", "migrationsphasen",
      "fazy", "kroki", "этапы", "шаги", "阶段", "步骤", "流程", "手順", "フェーズ");
WORDS(not_phases, "risks?", "tests?", "testing", "validation", "success", "monitoring",
      "prerequisites?", "checklist", "current", "next steps", "references", "best practices",
      "troubleshooting", "communication", "alternatives", "post-migration", "emergency",
      "variations", "overview", "summary", "examples?", "patterns?", "output format");
WORDS(roles, "contacts?", "連絡先", "緊急聯絡", "owners?", "roles?", "responsibilities", "team",
      "raci", "on-call", "approvals?", "sign-off", "responsables", "verantwortliche",
      "ответственные", "负责人", "担当");
WORDS(post_migration, "post-migration", "post-cutover", "after migration", "after the migration",
      "clean-up", "decommission", "decommissioning", "next steps", "follow-ups?", "hypercare",
      "post-migración", "nach der migration", "nacharbeiten", "после миграции", "后续", "移行後");
WORDS(checklist, "checklists?", "check list", "checkliste", "lista de verificación", "чек-лист",
      "检查清单", "チェックリスト");
WORDS(practices, "best practices", "practices", "rules", "principles", "guidelines", "ground rules",
      "regeln", "grundsätze", "buenas prácticas", "原则", "规则");
WORDS(overview, "overview", "executive summary", "summary", "introduction", "background",
      "=context", "background and context", "purpose", "goals?", "objectives?", "objectifs?",
      "objetivos?", "ziele?", "цели", "=why", "tl;dr", "resumen ejecutivo", "resumen",
      "visão geral", "vue d'ensemble", "übersicht", "überblick", "zusammenfassung", "обзор", "概述",
      "概要");
WORDS(other, "alternatives", "open questions", "references", "see also", "appendix", "costs?",
      "troubleshooting", "faq", "lessons learned", "table of contents", "changelog", "índice",
      "оглавление", "inhaltsverzeichnis", "目录", "目次");

const struct section_words section_words[] = {
    {SECTION_TRIGGERS, triggers, NULL},
    {SECTION_ROLLBACK, rollback, NULL},
    {SECTION_RISK, risk, NULL},
    {SECTION_COMMUNICATION, communication, NULL},
    {SECTION_SUCCESS, success, NULL},
    {SECTION_VALIDATION, validation, NULL},
    {SECTION_TESTING, testing, NULL},
    {SECTION_MONITORING, monitoring, NULL},
    {SECTION_PREREQUISITES, prerequisites, NULL},
    {SECTION_BACKUP, backup, NULL},
    {SECTION_COMPARISON, comparison, NULL},
    {SECTION_TIMELINE, timeline, NULL},
    {SECTION_CURRENT, current, NULL},
    {SECTION_TARGET, target, NULL},
    {SECTION_CODE_CHANGES, code_changes, NULL},
    {SECTION_CONSTRAINTS, constraints, NULL},
    {SECTION_ASSESSMENT, assessment, NULL},
    {SECTION_PHASES, phases, not_phases},
    {SECTION_ROLES, roles, NULL},
    {SECTION_POST_MIGRATION, post_migration, NULL},
    {SECTION_CHECKLIST, checklist, NULL},
    {SECTION_PRACTICES, practices, NULL},
    {SECTION_OVERVIEW, overview, NULL},
    {SECTION_OTHER, other, NULL},
    {SECTION_UNKNOWN, NULL, NULL},
};

// ---- labels of a phase

WORDS(goal, "goals?", "objectives?", "purpose", "why", "aim", "objetivos?", "objectif", "ziel",
      "目标", "目標", "目的", "цель");
WORDS(deliverables, "deliverables?", "output", "outputs", "entregables?", "entregáveis",
      "livrables?", "ergebnisse", "lieferobjekte", "交付物", "成果物");
WORDS(duration, "durations?", "estimated time", "estimated duration", "timeline", "time",
      "efforts?", "estimated?", "when", "timing", "dates?", "schedule", "window", "duración",
      "dauer", "aufwand", "durée", "zeitraum", "时间", "工期", "所要時間", "длительность");
WORDS(owner, "owners?", "responsible", "assignee", "team", "lead", "who", "dri", "verantwortlich",
      "responsable", "负责人", "担当");
WORDS(status, "status", "state", "estado", "стaтус", "状态");
WORDS(dependencies, "dependencies", "depends on", "blocked by", "needs", "abhängigkeiten",
      "dependencias", "dependências", "dépendances", "依赖");
WORDS(downtime, "down-time", "outage", "ausfallzeit", "停机时间");
WORDS(code, "code", "scripts?", "sql", "commands?", "queries", "query", "examples?", "befehle",
      "代码", "脚本");
WORDS(steps, "steps?", "tasks?", "actions?", "activities", "changes", "work", "instructions",
      "procedure", "execution", "implementation", "migration", "what to do", "tareas", "tarefas",
      "tâches", "aufgaben", "schritte", "задачи", "任务", "步骤", "手順", "作業");
WORDS(notes, "notes?", "problem", "motivation", "details", "explanation", "hinweis", "hinweise",
      "important", "warning", "caution", "considerations", "background", "context", "benefits?",
      "advantages?", "pros", "cons", "trade-offs?", "rationale", "outcomes?", "scope",
      "assumptions?", "resources?", "tools?", "references?", "see also", "vorteile", "nutzen",
      "avantages", "bénéfices", "ventajas", "beneficios", "benefícios", "notas?", "注意", "备注",
      "备考", "優点", "优点");

const struct section_words label_words[] = {
    {SECTION_TRIGGERS, triggers, NULL},
    {SECTION_ROLLBACK, rollback, NULL},
    {SECTION_RISK, risk, NULL},
    {SECTION_SUCCESS, success, NULL},
    {SECTION_VALIDATION, validation, NULL},
    {SECTION_TESTING, testing, NULL},
    {SECTION_CODE_CHANGES, code_changes, NULL},
    {SECTION_COMMUNICATION, communication, NULL},
    {SECTION_MONITORING, monitoring, NULL},
    {SECTION_CHECKLIST, checklist, NULL},
    {SECTION_PREREQUISITES, prerequisites, NULL},
    {SECTION_DELIVERABLES, deliverables, NULL},
    {SECTION_DOWNTIME, downtime, NULL},
    {SECTION_DEPENDENCIES, dependencies, NULL},
    {SECTION_OWNER, owner, NULL},
    {SECTION_GOAL, goal, NULL},
    {SECTION_CODE, code, NULL},
    {SECTION_STEPS, steps, NULL},
    {SECTION_DURATION, duration, NULL},
    {SECTION_STATUS, status, NULL},
    {SECTION_NOTES, notes, NULL},
    {SECTION_UNKNOWN, NULL, NULL},
};
