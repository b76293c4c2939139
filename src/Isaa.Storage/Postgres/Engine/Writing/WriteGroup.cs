using Isaa.Storage.Sql;

namespace Isaa.Storage.Postgres.Engine.Writing;

/// <summary>The writes of one transaction and what became of each. Used by one thread.</summary>
internal sealed class WriteGroup
{
    private readonly List<Exception?> _errors = [];

    /// <summary>The writes, begun.</summary>
    public List<WriteRequest> Requests { get; } = [];

    public int Count => Requests.Count;

    /// <summary>Takes a write whose caller has not given it up.</summary>
    public void Add(WriteRequest request)
    {
        if (request.TryBegin())
        {
            Requests.Add(request);
            _errors.Add(null);
        }
    }

    public void Fail(int index, Exception? error) => _errors[index] = error;

    public void FailAll(Exception error)
    {
        for (var i = 0; i < Count; i++)
        {
            _errors[i] = error;
        }
    }

    /// <summary>Tells every caller and makes room for the next group.</summary>
    public void Answer(string store)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_errors[i] is { } error)
            {
                Requests[i].Refuse(PostgresErrors.ToVisible(error, store));
            }
            else
            {
                Requests[i].Acknowledge();
            }
        }

        Requests.Clear();
        _errors.Clear();
    }
}
