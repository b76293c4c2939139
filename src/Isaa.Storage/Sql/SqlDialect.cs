using Isaa.Jobs.Events;
using Isaa.Jobs.Searching;

namespace Isaa.Storage.Sql;

/// <summary>What the databases write differently: one member for each difference. All else is written once.</summary>
internal abstract class SqlDialect
{
    /// <summary>An id as 32 small hexadecimal digits.</summary>
    public abstract string IdDigits(string column);

    /// <summary>The condition that a text has another in it, letter for letter. Both may have parameters.</summary>
    public abstract string Contains(string text, string part);

    /// <summary>The text of a property of a JSON object that is kept as text; null when it has none.</summary>
    public abstract string Property(string column, string name);

    /// <summary>The condition that a field of a JSON document, kept as bytes, has a value. Its parameters are bound by <see cref="BindField"/>.</summary>
    public abstract string FieldEquals(string column);

    /// <summary>Binds the parameters of <see cref="FieldEquals"/>, the first of which has the number.</summary>
    /// <returns>The number of the next parameter.</returns>
    public abstract int BindField(SqlStatement statement, int index, FieldMatch field);

    /// <summary>The rows of the jobs whose text fits a <see cref="TextQuery"/>; one parameter.</summary>
    public abstract string SelectByText { get; }

    /// <summary>Takes a job's text into the full-text index: its row, then its words joined by spaces. The job must not be in it.</summary>
    public abstract string InsertText { get; }

    /// <summary>Takes a job's text out of the full-text index: its row.</summary>
    public abstract string DeleteText { get; }

    /// <summary>Deletes a job's events, given its row, so that no event's number is ever given again.</summary>
    public abstract IReadOnlyList<string> DeleteEvents { get; }

    /// <summary>What <see cref="SelectByText"/> is given to find texts in which all terms occur.</summary>
    public abstract string TextQuery(IReadOnlyList<SearchTerm> terms);

    /// <summary>Reads the event log.</summary>
    public abstract IReadOnlyList<JobEvent> ReadEvents(SqlReadContext context, EventQuery query);

    /// <summary>The place after the newest event.</summary>
    public abstract EventCursor ReadLastEvent(SqlReadContext context);
}
